package io.topicwire.mqtt.stream;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Asks a SOCKS proxy for a connection (RFC 1928, with user name and password as in RFC
 * 1929). Host names are left to the proxy to resolve.
 */
final class Socks5Tunnel {

	private static final int VERSION = 5;

	private static final int AUTHENTICATION_VERSION = 1;

	private static final int NO_AUTHENTICATION = 0x00;

	private static final int USERNAME_PASSWORD = 0x02;

	private static final int CONNECT = 0x01;

	private static final int IPV4 = 0x01;

	private static final int HOST_NAME = 0x03;

	private static final int IPV6 = 0x04;

	private static final String[] REFUSALS = { "", "general failure", "its rules do not allow it",
			"the network is unreachable", "the host is unreachable or unknown", "the server refuses connections",
			"the time to live has expired", "it does not support the command",
			"it does not support the type of address" };

	private final ProxyConversation conversation;

	private final @Nullable ProxyCredentials credentials;

	Socks5Tunnel(ProxyConversation conversation, @Nullable ProxyCredentials credentials) {
		this.conversation = conversation;
		this.credentials = credentials;
	}

	void open(ServerAddress target) throws IOException {
		ProxyCredentials credentials = this.credentials;
		this.conversation.write((credentials != null) ? bytes(VERSION, 2, NO_AUTHENTICATION, USERNAME_PASSWORD)
				: bytes(VERSION, 1, NO_AUTHENTICATION));
		requireVersion(VERSION, this.conversation.read());
		int method = this.conversation.read();
		if (method == USERNAME_PASSWORD && credentials != null) {
			authenticate(credentials);
		}
		else if (method != NO_AUTHENTICATION) {
			throw this.conversation.failure((credentials != null) ? "accepts no user name and password"
					: "asks for credentials; set user name and password in the proxy options");
		}
		connect(target);
	}

	private void authenticate(ProxyCredentials credentials) throws IOException {
		ByteArrayOutputStream request = new ByteArrayOutputStream();
		request.write(AUTHENTICATION_VERSION);
		writeShort(request, "user name", credentials.usernameBytes());
		writeShort(request, "password", credentials.passwordBytes());
		this.conversation.write(request.toByteArray());
		requireVersion(AUTHENTICATION_VERSION, this.conversation.read());
		if (this.conversation.read() != 0) {
			throw this.conversation
				.failure("refused the credentials; correct user name and password in the proxy options");
		}
	}

	private void connect(ServerAddress target) throws IOException {
		ByteArrayOutputStream request = new ByteArrayOutputStream();
		request.writeBytes(bytes(VERSION, CONNECT, 0));
		if (IpAddresses.isLiteral(target.host())) {
			byte[] address = IpAddresses.toBytes(target.host());
			request.write((address.length == 4) ? IPV4 : IPV6);
			request.writeBytes(address);
		}
		else {
			request.write(HOST_NAME);
			writeShort(request, "host name", target.host().getBytes(StandardCharsets.US_ASCII));
		}
		request.write(target.port() >> 8);
		request.write(target.port());
		this.conversation.write(request.toByteArray());
		readReply(target);
	}

	private void readReply(ServerAddress target) throws IOException {
		requireVersion(VERSION, this.conversation.read());
		int reply = this.conversation.read();
		if (reply != 0) {
			throw this.conversation.failure("did not connect to " + target.hostAndPort() + ": "
					+ ((reply < REFUSALS.length) ? REFUSALS[reply] : "reply " + reply));
		}
		this.conversation.read();
		// The address that the proxy connects from, which is of no interest
		int addressLength = switch (this.conversation.read()) {
			case IPV4 -> 4;
			case IPV6 -> 16;
			case HOST_NAME -> this.conversation.read();
			default -> throw this.conversation.failure("answered with an unknown type of address");
		};
		this.conversation.skip(addressLength + Short.BYTES);
	}

	private void requireVersion(int expected, int version) throws IOException {
		if (version != expected) {
			throw this.conversation.failure("does not speak SOCKS version 5");
		}
	}

	private void writeShort(ByteArrayOutputStream request, String name, byte[] value) throws IOException {
		if (value.length > 255) {
			throw this.conversation.failure("cannot be given a " + name + " of more than 255 bytes");
		}
		request.write(value.length);
		request.writeBytes(value);
	}

	private static byte[] bytes(int... values) {
		byte[] bytes = new byte[values.length];
		for (int i = 0; i < values.length; i++) {
			bytes[i] = (byte) values[i];
		}
		return bytes;
	}

}
