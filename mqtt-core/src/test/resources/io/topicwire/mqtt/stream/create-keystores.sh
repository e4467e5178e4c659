#!/bin/bash
# Creates the key stores for the tests with TLS anew. They are checked in, because that
# takes longer than the tests; all but the expired one are valid for a hundred years.
set -e
cd "$(dirname "$0")"
rm -f ./*.p12 ./*.pem

key() {
	keytool -genkeypair -keystore "$1.p12" -storetype PKCS12 -storepass changeit -alias "$1" \
		-keyalg EC -groupname secp256r1 -dname "CN=$1" -validity 36500 "${@:2}"
}

signed() {
	name=$1
	key "$name"
	keytool -certreq -keystore "$name.p12" -storepass changeit -alias "$name" \
		| keytool -gencert -keystore authority.p12 -storepass changeit -alias authority -rfc "${@:2}" > "$name.pem"
	cat "$name.pem" authority.pem \
		| keytool -importcert -keystore "$name.p12" -storepass changeit -alias "$name" -noprompt
}

key authority -ext bc:c=ca:true
keytool -exportcert -keystore authority.p12 -storepass changeit -alias authority -rfc -file authority.pem
keytool -importcert -keystore trust.p12 -storetype PKCS12 -storepass changeit -alias authority -noprompt \
	-file authority.pem
signed server -validity 36500 -ext san=dns:localhost,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1
signed other-host -validity 36500 -ext san=dns:broker.example.com
signed expired -startdate "2020/01/01 00:00:00" -validity 1 -ext san=dns:localhost,ip:127.0.0.1
signed client -validity 36500
key stranger -ext san=dns:localhost,ip:127.0.0.1
rm authority.p12 ./*.pem
