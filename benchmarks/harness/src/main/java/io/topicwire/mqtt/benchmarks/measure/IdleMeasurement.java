package io.topicwire.mqtt.benchmarks.measure;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.topicwire.mqtt.benchmarks.stub.RawConnection;

/**
 * Measures by how much the resident memory of the process grows with connections that do
 * nothing. The first hundred do not count: with them come the classes, and the threads
 * that open the others.
 */
final class IdleMeasurement {

	private static final Path STATUS = Path.of("/proc/self/status");

	private final Task task;

	IdleMeasurement(Task task) {
		this.task = task;
	}

	Result run() throws Exception {
		List<?> first = open(0, Connections.AT_ONCE);
		long before = resident();
		List<?> others = open(Connections.AT_ONCE, this.task.subscriptions());
		long after = resident();
		Reference.reachabilityFence(first);
		Reference.reachabilityFence(others);
		return Result.empty().with(Result.RESIDENT, (double) (after - before) / this.task.subscriptions());
	}

	private List<?> open(int first, int count) throws Exception {
		if (this.task.isLimit()) {
			return Connections.open(count,
					(number) -> new RawConnection(this.task.port(), "limit-" + (first + number), this.task.version()));
		}
		return Connections.open(this.task, first, count);
	}

	// What is left when garbage has been collected and threads have ended, in KiB
	private static long resident() throws IOException, InterruptedException {
		for (int i = 0; i < 5; i++) {
			System.gc();
			Thread.sleep(400);
		}
		for (String line : Files.readAllLines(STATUS)) {
			if (line.startsWith("VmRSS:")) {
				return Long.parseLong(line.replaceAll("\\D", ""));
			}
		}
		throw new IOException(STATUS + " does not tell the resident memory");
	}

}
