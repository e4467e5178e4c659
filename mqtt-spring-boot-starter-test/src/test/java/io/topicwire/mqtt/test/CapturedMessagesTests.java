package io.topicwire.mqtt.test;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import io.topicwire.mqtt.MqttMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link CapturedMessages}.
 */
class CapturedMessagesTests {

	private boolean closed;

	private final CapturedMessages captured = new CapturedMessages("a/#", () -> this.closed = true);

	@Test
	void thereAreNoneAtFirst() {
		assertThat(this.captured).isEmpty();
		assertThat(this.captured.all()).isEmpty();
	}

	@Test
	void messagesThatAreThereAreNotWaitedFor() {
		this.captured.add(MqttMessage.of("a/1", "x"));
		this.captured.add(MqttMessage.of("a/2", "y"));
		assertThat(this.captured.await(2, Duration.ZERO)).hasSize(2);
		assertThat(this.captured.await(1, Duration.ZERO)).hasSize(2);
		assertThat(this.captured.awaitOne().topic()).isEqualTo("a/1");
		assertThat(this.captured.await((message) -> message.topic().equals("a/2"), Duration.ZERO).payloadAsString())
			.isEqualTo("y");
	}

	@Test
	void messagesThatComeLaterAreWaitedFor() throws Exception {
		Waiting<MqttMessage> waiting = Waiting
			.start(() -> this.captured.await((message) -> message.topic().equals("a/2")));
		waiting.awaitBlocked();
		this.captured.add(MqttMessage.of("a/1", "x"));
		assertThat(waiting.result).isNotDone();
		this.captured.add(MqttMessage.of("a/2", "y"));
		assertThat(waiting.result.get().payloadAsString()).isEqualTo("y");
	}

	@Test
	void messagesThatDoNotComeAreReportedWithThoseThatDid() {
		this.captured.add(MqttMessage.of("a/1", "secret"));
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.captured.await(2, Duration.ofMillis(5)))
			.withMessageContaining("Expected 2 messages at 'a/#' within 5 ms")
			.withMessageContaining("topic=a/1")
			.withMessageNotContaining("secret");
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> this.captured.await((message) -> false, Duration.ofMillis(5)))
			.withMessageContaining("Expected a message that matches at 'a/#' within 5 ms")
			.withMessageContaining("topic=a/1");
	}

	@Test
	void messagesThatAreForgottenAreWaitedForAgain() {
		this.captured.add(MqttMessage.of("a/1", "x"));
		this.captured.clear();
		assertThat(this.captured).isEmpty();
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> this.captured.await(1, Duration.ZERO));
	}

	@Test
	void messagesThatArrivedRemainAfterTheClose() {
		this.captured.add(MqttMessage.of("a/1", "x"));
		this.captured.close();
		assertThat(this.closed).isTrue();
		assertThat(this.captured).hasSize(1);
	}

	@Test
	void interruptEndsTheWait() throws Exception {
		Waiting<Boolean> waiting = Waiting.start(() -> {
			assertThatIllegalStateException().isThrownBy(this.captured::awaitOne).withMessageContaining("'a/#'");
			return Thread.interrupted();
		});
		waiting.awaitBlocked();
		waiting.thread.interrupt();
		assertThat(waiting.result.get()).isTrue();
	}

	private record Waiting<T>(Thread thread, CompletableFuture<T> result) {

		static <T> Waiting<T> start(Supplier<T> supplier) {
			CompletableFuture<T> result = new CompletableFuture<>();
			Thread thread = new Thread(() -> result.completeAsync(supplier, (Executor) Runnable::run));
			thread.start();
			return new Waiting<>(thread, result);
		}

		void awaitBlocked() {
			await().until(() -> this.thread.getState() == Thread.State.TIMED_WAITING);
		}

	}

}
