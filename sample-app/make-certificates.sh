#!/bin/sh
# Makes an authority and the certificate of a broker on this computer, valid for a year, for trying TLS out.
# The directory is the first argument, or certificates. Needs openssl.
set -eu
directory=${1:-certificates}
mkdir -p "$directory"
cd "$directory"

openssl req -x509 -newkey rsa:2048 -sha256 -nodes -days 365 -subj "/CN=Plant authority" \
	-addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign" -keyout ca.key -out ca.crt
openssl req -newkey rsa:2048 -sha256 -nodes -subj "/CN=localhost" -keyout server.key -out server.csr
printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n' > server.ext
openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -sha256 -days 365 -extfile server.ext \
	-out server.crt
# The broker in the container is another user
chmod 644 server.key
rm server.csr server.ext ca.srl ca.key
