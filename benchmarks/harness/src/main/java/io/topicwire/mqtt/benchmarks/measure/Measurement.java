package io.topicwire.mqtt.benchmarks.measure;

import java.util.Objects;

import io.topicwire.mqtt.benchmarks.BenchmarkClient;

/**
 * Measures one thing with one client in this process, and prints what came out.
 */
public final class Measurement {

	private Measurement() {
	}

	/**
	 * Measure.
	 * @param arguments a task
	 */
	public static void main(String[] arguments) {
		try {
			Result result = run(Task.of(arguments));
			System.out.println(result.toLine());
			// Some clients leave threads behind
			System.exit(0);
		}
		catch (Throwable ex) {
			ex.printStackTrace();
			System.exit(1);
		}
	}

	/**
	 * Measure.
	 * @param task what to measure
	 * @return what came out
	 * @throws Exception if it failed
	 */
	public static Result run(Task task) throws Exception {
		if (task.isBroker()) {
			measure(task.rehearsal());
			return measure(task.rehearsed());
		}
		return measure(task);
	}

	private static Result measure(Task task) throws Exception {
		if (task.kind() == Kind.IDLE) {
			return new IdleMeasurement(task).run();
		}
		try (Server server = Server.of(task)) {
			Result result;
			if (task.isLimit()) {
				result = new LimitMeasurement(task, server).run();
			}
			else if (task.kind() == Kind.CONNECTIONS) {
				result = ConnectionsMeasurement.run(task, server);
			}
			else {
				try (BenchmarkClient<?> client = newClient(task)) {
					result = run(task, client, server);
				}
			}
			double rate = Objects.requireNonNull(result.values().get(Result.RATE), "no rate");
			return result.with(Result.MEGABYTES, rate * task.payload() / 1e6);
		}
	}

	private static Result run(Task task, BenchmarkClient<?> client, Server server) throws Exception {
		return switch (task.kind()) {
			case PUBLISH, SEND, PUBLISH_BLOCKING -> new PublishMeasurement<>(task, client, server).run();
			case RECEIVE -> new ReceiveMeasurement<>(task, client, server).run();
			case ROUND_TRIP, ECHO -> new LatencyMeasurement<>(task, client).run();
			default -> throw new IllegalArgumentException("Cannot measure " + task.kind());
		};
	}

	static BenchmarkClient<?> newClient(Task task) throws ReflectiveOperationException {
		return (BenchmarkClient<?>) Class.forName(task.client()).getDeclaredConstructor().newInstance();
	}

}
