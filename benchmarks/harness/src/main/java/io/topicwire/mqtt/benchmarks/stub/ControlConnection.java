package io.topicwire.mqtt.benchmarks.stub;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * Takes commands, one a line, and answers each with a line when it is done.
 * <ul>
 * <li>{@code reset}: count from zero again
 * <li>{@code published n}: wait until n PUBLISH packets have been received
 * <li>{@code acknowledged n}: wait until n messages have been acknowledged
 * <li>{@code send port topic QoS n bytes}: publish n messages to another server
 * </ul>
 */
final class ControlConnection implements Runnable {

	private final Socket socket;

	private final Counters counters;

	ControlConnection(Socket socket, Counters counters) {
		this.socket = socket;
		this.counters = counters;
	}

	@Override
	public void run() {
		try (this.socket) {
			this.socket.setTcpNoDelay(true);
			BufferedReader commands = new BufferedReader(
					new InputStreamReader(this.socket.getInputStream(), StandardCharsets.US_ASCII));
			OutputStream answers = this.socket.getOutputStream();
			String command;
			while ((command = commands.readLine()) != null) {
				execute(command.split(" "));
				answers.write('\n');
			}
		}
		catch (IOException ex) {
			// Whoever gave the commands has gone
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void execute(String[] command) throws IOException, InterruptedException {
		switch (command[0]) {
			case "reset" -> this.counters.reset();
			case "published" -> this.counters.awaitPublished(Long.parseLong(command[1]));
			case "acknowledged" -> this.counters.awaitAcknowledged(Long.parseLong(command[1]));
			case "send" -> {
				try (RawPublisher publisher = new RawPublisher(Integer.parseInt(command[1]), 4)) {
					publisher.publish(command[2], Integer.parseInt(command[3]), Long.parseLong(command[4]),
							Integer.parseInt(command[5]));
				}
			}
			default -> throw new IOException("No such command: " + command[0]);
		}
	}

}
