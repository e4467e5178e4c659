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
	void closedGateLetsNobodyIn() throws Exception {
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
		CompletableFuture<Boolean> listener = new CompletableFuture<>();
		new Thread(() -> {
			try {
				listener.complete(visit(inside, leave));
			}
			catch (InterruptedException ex) {
				listener.completeExceptionally(ex);
			}
		}).start();
		inside.await();
		assertThat(this.gate.close(Duration.ofMillis(1))).isFalse();
		CompletableFuture<Boolean> closed = CompletableFuture.supplyAsync(() -> this.gate.close(LONG));
		leave.countDown();
		assertThat(closed).succeedsWithin(LONG).isEqualTo(true);
		assertThat(listener).succeedsWithin(LONG).isEqualTo(true);
	}

	@Test
	void callerThatIsInsideDoesNotWaitForItself() throws Exception {
		this.gate.open();
		this.gate.enter();
		assertThat(this.gate.close(LONG)).isTrue();
		this.gate.leave();
	}

	@Test
	void heldGateStaysClosedIfItWas() throws Exception {
		assertThat(this.gate.hold(LONG)).isTrue();
		assertThat(this.gate.enter()).isFalse();
	}

	private boolean visit(CountDownLatch inside, CountDownLatch leave) throws InterruptedException {
		boolean entered = this.gate.enter();
		inside.countDown();
		leave.await();
		this.gate.leave();
		return entered;
	}

}
