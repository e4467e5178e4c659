package io.topicwire.mqtt.benchmarks.measure;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Window} and the texts that processes exchange.
 */
@Timeout(30)
class WindowTests {

	@Test
	void neverHasMoreMessagesUnfinishedThanItsSize() {
		ExecutorService finisher = Executors.newSingleThreadExecutor();
		AtomicInteger unfinished = new AtomicInteger();
		AtomicInteger most = new AtomicInteger();
		Window window = new Window(10);
		for (int i = 0; i < 10_000; i++) {
			window.begin();
			most.accumulateAndGet(unfinished.incrementAndGet(), Math::max);
			finisher.execute(() -> {
				unfinished.decrementAndGet();
				window.accept(null, null);
			});
		}
		window.awaitAll();
		finisher.shutdown();
		assertThat(unfinished).hasValue(0);
		assertThat(most).hasValueBetween(1, 10);
	}

	@Test
	void tellsThatAMessageHasFailed() {
		Window window = new Window(10);
		window.begin();
		window.accept(null, new IllegalArgumentException("refused"));
		assertThatIllegalStateException().isThrownBy(window::awaitAll)
			.withCauseInstanceOf(IllegalArgumentException.class);
	}

	@Test
	void taskAndResultSurviveTheWayToAnotherProcess() {
		Task task = new Task("a.Client", Kind.PUBLISH, 1, 64, 1_000, 2, 3, 4, 5, 4, 1883, 1884, 1885, false);
		assertThat(Task.of(task.toArguments().toArray(String[]::new))).isEqualTo(task);
		Result result = Result.empty().with(Result.RATE, 1.5).with(Result.CPU, 2e-9);
		assertThat(Result.parse(result.toLine())).contains(result);
		assertThat(Result.parse("something else")).isEmpty();
	}

}
