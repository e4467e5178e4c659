package io.topicwire.mqtt.spring.listener;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InvocationGate}.
 */
class InvocationGateTests {

	private static final Duration LONG = Duration.ofSeconds(30);

	private final InvocationGate gate = new InvocationGate();

	@Test
	void closedGateLetsNobodyIn() {
		assertThat(this.gate.enter()).isFalse();
		this.gate.open();
		assertThat(this.gate.enter()).isTrue();
		this.gate.leave();
		assertThat(this.gate.close(Duration.ZERO)).isTrue();
		assertThat(this.gate.enter()).isFalse();
	}

	@Test
	void closeWaitsUntilTheLastHasLeft() throws Exception {
		this.gate.open();
		CountDownLatch inside = new CountDownLatch(1);
		CountDownLatch leave = new CountDownLatch(1);
		CompletableFuture<Void> listener = CompletableFuture.runAsync(() -> {
			this.gate.enter();
			inside.countDown();
			awaitQuietly(leave);
			this.gate.leave();
		});
		inside.await();
		assertThat(this.gate.close(Duration.ofMillis(1))).isFalse();
		CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(() -> this.gate.close(LONG));
		leave.countDown();
		assertThat(closed).succeedsWithin(LONG).isEqualTo(true);
		assertThat(listener).succeedsWithin(LONG);
	}

	@Test
	void callerThatIsInsideDoesNotWaitForItself() {
		this.gate.open();
		this.gate.enter();
		assertThat(this.gate.close(LONG)).isTrue();
		this.gate.leave();
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
