package io.topicwire.mqtt.stream;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.UnknownHostException;

import org.jspecify.annotations.Nullable;

/**
 * A TCP connection to a server, straight or through a proxy.
 */
final class TcpConnection {

	private final ServerAddress address;

	private final @Nullable ProxyOptions proxy;

	private final Socket socket;

	TcpConnection(ServerAddress address, @Nullable ProxyOptions proxy) {
		this.address = address;
		this.proxy = proxy;
		// One proxy is enough: that of the platform is for those who name none
		this.socket = (proxy != null) ? new Socket(Proxy.NO_PROXY) : new Socket();
	}

	/**
	 * Connect. The look-up of a host name is not bound by the deadline: the platform
	 * offers no way to end it.
	 * @return the socket, which has no time limit for reading
	 */
	Socket open(Deadline deadline) throws IOException {
		// Packets are collected before they are written: waiting for more only costs time
		this.socket.setTcpNoDelay(true);
		ProxyOptions proxy = this.proxy;
		if (proxy == null) {
			connect(this.address.host(), this.address.port(), deadline);
		}
		else {
			tunnel(proxy, deadline);
			this.socket.setSoTimeout(0);
		}
		return this.socket;
	}

	private void connect(String host, int port, Deadline deadline) throws IOException {
		InetSocketAddress socketAddress = new InetSocketAddress(host, port);
		if (socketAddress.isUnresolved()) {
			throw new UnknownHostException("unknown host " + host);
		}
		this.socket.connect(socketAddress, deadline.remainingMillis());
	}

	private void tunnel(ProxyOptions proxy, Deadline deadline) throws IOException {
		ProxyCredentials credentials = ProxyCredentials.of(proxy);
		try {
			connect(proxy.host(), proxy.port(), deadline);
		}
		catch (IOException ex) {
			throw new IOException("the proxy at " + proxy.hostAndPort() + " cannot be reached: " + ex.getMessage(), ex);
		}
		ProxyConversation conversation = new ProxyConversation(this.socket, proxy, deadline);
		switch (proxy.type()) {
			case HTTP -> new HttpTunnel(conversation, credentials).open(this.address);
			case SOCKS5 -> new Socks5Tunnel(conversation, credentials).open(this.address);
		}
	}

	/**
	 * Close the connection. Neither waits nor fails.
	 */
	void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			// The connection is of no use any more, whatever the socket thinks of it
			System.getLogger(TcpConnection.class.getName()).log(Level.DEBUG, "Failed to close socket", ex);
		}
	}

}
