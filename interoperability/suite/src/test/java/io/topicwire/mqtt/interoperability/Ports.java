package io.topicwire.mqtt.interoperability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds free ports on this computer.
 */
final class Ports {

	private Ports() {
	}

	/**
	 * Return ports that were free a moment ago and differ from each other.
	 */
	static List<Integer> find(int count) {
		List<ServerSocket> sockets = new ArrayList<>();
		try {
			for (int i = 0; i < count; i++) {
				sockets.add(new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1")));
			}
			List<Integer> ports = sockets.stream().map(ServerSocket::getLocalPort).toList();
			for (ServerSocket socket : sockets) {
				socket.close();
			}
			return ports;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return whether somebody listens to a port.
	 */
	static boolean isOpen(int port) {
		try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

}
