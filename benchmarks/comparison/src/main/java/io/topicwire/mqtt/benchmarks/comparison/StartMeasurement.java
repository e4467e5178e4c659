package io.topicwire.mqtt.benchmarks.comparison;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.benchmarks.measure.ConnectOnce;
import io.topicwire.mqtt.benchmarks.measure.Result;
import io.topicwire.mqtt.benchmarks.measure.Task;

/**
 * Starts a JVM that connects, several times, and takes the time until it says that there
 * is a connection.
 */
final class StartMeasurement {

	private static final int STARTS = 5;

	private final Processes processes;

	private final Client client;

	private final Task task;

	StartMeasurement(Processes processes, Client client, Task task) {
		this.processes = processes;
		this.client = client;
		this.task = task;
	}

	Result run() {
		List<Double> times = new ArrayList<>();
		for (int i = 0; i < STARTS; i++) {
			times.add(start());
		}
		times.sort(null);
		return Result.empty().with(Result.START, Statistic.of(times).median());
	}

	private double start() {
		ProcessBuilder builder = this.processes
			.start(this.client, ConnectOnce.class, List.of(), this.task.toArguments())
			.redirectErrorStream(true);
		long start = System.nanoTime();
		try {
			Process process = builder.start();
			try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
				return time(output, start);
			}
			finally {
				process.destroyForcibly().onExit().join();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static double time(BufferedReader output, long start) throws IOException {
		StringBuilder others = new StringBuilder();
		String line;
		while ((line = output.readLine()) != null) {
			if (line.equals(ConnectOnce.CONNECTED)) {
				return (System.nanoTime() - start) / 1e6;
			}
			others.append(line).append('\n');
		}
		throw new MeasurementException("no connection", others.toString());
	}

}
