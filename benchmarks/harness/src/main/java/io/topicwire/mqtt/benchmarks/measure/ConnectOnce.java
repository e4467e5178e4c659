package io.topicwire.mqtt.benchmarks.measure;

import io.topicwire.mqtt.benchmarks.stub.RawConnection;

/**
 * Connects, says so on the standard output, and ends. Whoever has started the process
 * measures how long it took.
 */
public final class ConnectOnce {

	/** What is printed when there is a connection. */
	public static final String CONNECTED = "connected";

	private ConnectOnce() {
	}

	/**
	 * Connect.
	 * @param arguments a task
	 */
	@SuppressWarnings("resource")
	public static void main(String[] arguments) {
		try {
			Task task = Task.of(arguments);
			if (task.isLimit()) {
				new RawConnection(task.port(), task.endpoint().clientId(), task.version());
			}
			else {
				Measurement.newClient(task).connect(task.endpoint());
			}
			System.out.println(CONNECTED);
			Runtime.getRuntime().halt(0);
		}
		catch (Throwable ex) {
			ex.printStackTrace();
			System.exit(1);
		}
	}

}
