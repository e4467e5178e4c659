package io.topicwire.mqtt.stream;

/**
 * The streams of this package.
 */
final class SystemStreams implements ByteStreamFactory {

	@Override
	public ByteStream create(ServerAddress address, StreamOptions options) {
		Transport transport = address.transport();
		if (transport == Transport.TCP) {
			return new TcpStream(address, options.proxy());
		}
		if (transport == Transport.TLS) {
			return new TlsStream(address, options.tls(), options.proxy());
		}
		return transport.isWebSocket() ? new WebSocketStream(address, options) : new UnixSocketStream(address);
	}

}
