package io.topicwire.mqtt.stream;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;

/**
 * What is said to a proxy before it is out of the way: never more is read than belongs to
 * its answers, and for no longer than there is time.
 */
final class ProxyConversation {

	private final Socket socket;

	private final ProxyOptions proxy;

	private final Deadline deadline;

	ProxyConversation(Socket socket, ProxyOptions proxy, Deadline deadline) {
		this.socket = socket;
		this.proxy = proxy;
		this.deadline = deadline;
	}

	void write(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
	}

	/**
	 * Read one byte.
	 * @return from 0 to 255
	 */
	int read() throws IOException {
		int value;
		try {
			this.socket.setSoTimeout(this.deadline.remainingMillis());
			value = this.socket.getInputStream().read();
		}
		catch (SocketTimeoutException ex) {
			throw new SocketTimeoutException("the " + this.proxy + " did not answer in time");
		}
		if (value < 0) {
			throw new EOFException("the " + this.proxy + " closed the connection; is it a proxy of this type?");
		}
		return value;
	}

	void skip(int count) throws IOException {
		for (int i = 0; i < count; i++) {
			read();
		}
	}

	/**
	 * Return a failure with a message that begins with the proxy.
	 */
	IOException failure(String message) {
		return new IOException("the " + this.proxy + " " + message);
	}

}
