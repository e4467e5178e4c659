package io.topicwire.mqtt.stream;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Asks an HTTP proxy for a tunnel (RFC 9110, section 9.3.6).
 */
final class HttpTunnel {

	private static final int HEAD_BYTES_MAXIMUM = 16 * 1024;

	private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})(?: .*)?");

	private static final int PROXY_AUTHENTICATION_REQUIRED = 407;

	private final ProxyConversation conversation;

	private final @Nullable ProxyCredentials credentials;

	HttpTunnel(ProxyConversation conversation, @Nullable ProxyCredentials credentials) {
		this.conversation = conversation;
		this.credentials = credentials;
	}

	void open(ServerAddress target) throws IOException {
		this.conversation.write(request(target).getBytes(StandardCharsets.UTF_8));
		Matcher statusLine = STATUS_LINE.matcher(readHead().split("\r?\n", 2)[0]);
		if (!statusLine.matches()) {
			throw this.conversation.failure("does not speak HTTP/1.1");
		}
		int status = Integer.parseInt(statusLine.group(1));
		if (status == PROXY_AUTHENTICATION_REQUIRED) {
			throw this.conversation.failure((this.credentials != null)
					? "refused the credentials (status 407); correct user name and password in the proxy options"
					: "asks for credentials (status 407); set user name and password in the proxy options");
		}
		if (status < 200 || status > 299) {
			throw this.conversation.failure("refused the connection to " + target.hostAndPort() + " with status "
					+ status + "; does it allow this host and port?");
		}
	}

	private String request(ServerAddress target) throws IOException {
		StringBuilder request = new StringBuilder();
		request.append("CONNECT ").append(target.hostAndPort()).append(" HTTP/1.1\r\n");
		request.append("Host: ").append(target.hostAndPort()).append("\r\n");
		if (this.credentials != null) {
			if (this.credentials.username().indexOf(':') >= 0) {
				throw this.conversation.failure("cannot be given a user name with a colon");
			}
			byte[] credentials = (this.credentials.username() + ":" + this.credentials.password())
				.getBytes(StandardCharsets.UTF_8);
			request.append("Proxy-Authorization: Basic ")
				.append(Base64.getEncoder().encodeToString(credentials))
				.append("\r\n");
		}
		return request.append("\r\n").toString();
	}

	/**
	 * Read up to the empty line, behind which the bytes of the server begin.
	 */
	private String readHead() throws IOException {
		StringBuilder head = new StringBuilder();
		while (!endsWithEmptyLine(head)) {
			if (head.length() == HEAD_BYTES_MAXIMUM) {
				throw this.conversation.failure("answered with more than " + HEAD_BYTES_MAXIMUM + " bytes of headers");
			}
			head.append((char) this.conversation.read());
		}
		return head.toString();
	}

	private static boolean endsWithEmptyLine(StringBuilder head) {
		int length = head.length();
		return (length >= 4 && head.substring(length - 4).equals("\r\n\r\n"))
				|| (length >= 2 && head.substring(length - 2).equals("\n\n"));
	}

}
