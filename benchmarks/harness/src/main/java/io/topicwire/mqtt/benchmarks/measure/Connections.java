package io.topicwire.mqtt.benchmarks.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.topicwire.mqtt.benchmarks.BenchmarkClient;

/**
 * Opens many connections, a hundred at the same time because some clients take long.
 */
final class Connections {

	static final int AT_ONCE = 100;

	private Connections() {
	}

	static List<BenchmarkClient<?>> open(Task task, int first, int count) throws Exception {
		return open(count, (number) -> {
			BenchmarkClient<?> client = Measurement.newClient(task);
			client.connect(task.endpoint().clientId("benchmark-" + (first + number)));
			return client;
		});
	}

	static <T> List<T> open(int count, Opener<T> opener) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(Math.min(count, AT_ONCE));
		try {
			List<Callable<T>> calls = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				int number = i;
				calls.add(() -> opener.open(number));
			}
			List<T> opened = new ArrayList<>();
			for (Future<T> future : executor.invokeAll(calls)) {
				opened.add(future.get());
			}
			return opened;
		}
		finally {
			executor.shutdown();
		}
	}

	/**
	 * Opens a connection.
	 *
	 * @param <T> the type of connection
	 */
	@FunctionalInterface
	interface Opener<T> {

		/**
		 * Open a connection.
		 * @param number its number
		 * @return the connection
		 * @throws Exception if it failed
		 */
		T open(int number) throws Exception;

	}

}
