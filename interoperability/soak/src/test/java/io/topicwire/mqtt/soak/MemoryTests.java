package io.topicwire.mqtt.soak;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.topicwire.mqtt.OutboxFullPolicy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Lets messages come too fast for {@code memory.seconds}, at a heap of 64 MiB, and counts
 * them on both sides.
 */
class MemoryTests {

	private static final Path FOLDER = Path.of("target", "memory").toAbsolutePath();

	private final Duration duration = Duration.ofSeconds(Long.getLong("memory.seconds", 6));

	@BeforeEach
	void prepare() throws Exception {
		assumeThat(this.duration).as("left out because of -Dmemory.seconds=0").isPositive();
		Files.createDirectories(FOLDER);
	}

	@ParameterizedTest
	@EnumSource(names = { "FAIL", "DROP_OLDEST" })
	void publisherThatIsFasterThanTheBrokerCountsEveryMessage(OutboxFullPolicy policy) throws Exception {
		try (ServerSocket server = new ServerSocket()) {
			// A small buffer, so that the broker's pace is felt
			server.setReceiveBufferSize(64 * 1024);
			server.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
			FutureTask<LazyBroker.Received> broker = start(new LazyBroker(server));
			long[] counts = run(MemoryPublisher.class, server, Long.toString(this.duration.toSeconds()), policy.name());
			LazyBroker.Received received = broker.get(1, TimeUnit.MINUTES);
			report("publisher: %d attempts, %d and %d published at QoS 0 and 1, %d refused and %d dropped because the outbox was full, %d failed, %d sent, %d failures and %d drops counted",
					counts);
			assertThat(counts[0]).isEqualTo(counts[1] + counts[2] + counts[3] + counts[4]);
			assertThat(counts[1]).isEqualTo(received.atMostOnce());
			assertThat(counts[2]).isEqualTo(received.atLeastOnce());
			assertThat((policy == OutboxFullPolicy.FAIL) ? counts[3] : counts[4]).isPositive();
			assertThat((policy == OutboxFullPolicy.FAIL) ? counts[4] : counts[3]).isZero();
			assertThat(counts[5]).isZero();
			assertThat(counts[6]).isEqualTo(received.atMostOnce() + received.atLeastOnce());
			assertThat(counts[7]).isEqualTo(counts[3] + counts[4]);
			assertThat(counts[8]).isEqualTo(counts[4]);
		}
	}

	@Test
	void subscriberThatIsSlowerThanTheBrokerCountsEveryMessage() throws Exception {
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			FutureTask<Firehose.Sent> broker = start(new Firehose(server, this.duration));
			long[] counts = run(MemorySubscriber.class, server);
			Firehose.Sent sent = broker.get(1, TimeUnit.MINUTES);
			report("subscriber: %d and %d handled at QoS 0 and 1, %d dropped, %d received", counts);
			assertThat(counts[0] + counts[2]).isEqualTo(sent.atMostOnce());
			assertThat(counts[1]).isEqualTo(sent.atLeastOnce());
			assertThat(counts[2]).isPositive();
			// With the one that says that it is the last
			assertThat(counts[3]).isEqualTo(sent.atMostOnce() + sent.atLeastOnce() + 1);
		}
	}

	private static <T> FutureTask<T> start(Callable<T> broker) {
		FutureTask<T> task = new FutureTask<>(broker);
		Thread thread = new Thread(task, "broker");
		thread.setDaemon(true);
		thread.start();
		return task;
	}

	private long[] run(Class<?> mainClass, ServerSocket server, String... arguments) throws Exception {
		Path log = FOLDER.resolve(mainClass.getSimpleName() + ".log");
		Path result = FOLDER.resolve(mainClass.getSimpleName() + ".result");
		Files.deleteIfExists(log);
		String[] all = Stream
			.concat(Stream.of(Integer.toString(server.getLocalPort()), result.toString()), Stream.of(arguments))
			.toArray(String[]::new);
		Process process = JavaProcess.start(mainClass, log, false, all);
		try {
			assertThat(process.waitFor(this.duration.plusMinutes(3).toSeconds(), TimeUnit.SECONDS))
				.as("%s ends, see %s", mainClass, log)
				.isTrue();
			assertThat(process.exitValue()).as("exit code of %s, see %s", mainClass, log).isZero();
			return Arrays.stream(Files.readString(result).split(" ")).mapToLong(Long::parseLong).toArray();
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static void report(String text, long[] counts) {
		System.out.println(text.formatted(Arrays.stream(counts).boxed().toArray()));
	}

}
