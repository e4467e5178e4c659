package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.ObjLongConsumer;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.fake.VirtualTimer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link PublishIntake}.
 */
class PublishIntakeTests {

	private static final int THREADS = 4;

	private static final int MESSAGES = 20_000;

	private final ClientLock lock = new ClientLock();

	private final VirtualTimer timer = new VirtualTimer();

	private final Operations operations = new Operations(Duration.ofSeconds(1), this.timer, this.lock);

	// Guarded by the lock
	private final List<PendingPublish> taken = new ArrayList<>();

	private final PublishIntake intake = intake((publish, now) -> this.taken.add(publish));

	@Test
	void messagesAreTakenInTheOrderInWhichTheyCameAndAreInNoQueueThen() {
		List<PendingPublish> added = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			PendingPublish publish = publish("a");
			added.add(publish);
			this.intake.add(publish);
		}
		assertThat(this.intake.isEmpty()).isFalse();
		this.intake.run();
		assertThat(this.intake.isEmpty()).isTrue();
		assertThat(this.taken).isEqualTo(added);
		assertThat(this.taken).allMatch((publish) -> publish.before == null && publish.behind == null);
	}

	@Test
	void intakeIsFullUntilItsMessagesAreTakenSoThatTheLimitsOfTheOutboxHold() {
		for (int i = 0; i < PublishIntake.MAX_MESSAGES; i++) {
			assertThat(this.intake.hasRoom(MqttMessage.of("a", "x"))).isTrue();
			this.intake.add(publish("a"));
		}
		assertThat(this.intake.hasRoom(MqttMessage.of("a", "x"))).isFalse();
		this.intake.run();
		assertThat(this.intake.hasRoom(MqttMessage.of("a", "x"))).isTrue();
		assertThat(this.intake.hasRoom(MqttMessage.of("a", new byte[64 * 1024]))).isTrue();
		assertThat(this.intake.hasRoom(MqttMessage.of("a", new byte[64 * 1024 + 1]))).isFalse();
	}

	@Test
	void timeIsThatAtWhichMessagesAreTaken() {
		List<Long> times = new ArrayList<>();
		PublishIntake intake = intake((publish, now) -> times.add(now));
		intake.add(publish("a"));
		this.timer.advance(Duration.ofMillis(3));
		intake.add(publish("a"));
		intake.run();
		assertThat(times).containsExactly(this.timer.nanoTime(), this.timer.nanoTime());
	}

	@Test
	void messageMayEnterAQueueWhenItIsTaken() {
		PublishQueue queue = new PublishQueue();
		PublishIntake intake = intake((publish, now) -> queue.addLast(publish));
		for (int i = 0; i < 3; i++) {
			intake.add(publish("" + i));
		}
		intake.run();
		assertThat(queue.stream().map((publish) -> publish.message().topic())).containsExactly("0", "1", "2");
	}

	@Test
	void messageThatCannotBeTakenOverDoesNotKeepOthersFromIt() {
		PublishIntake intake = intake((publish, now) -> {
			if (publish.message().topic().equals("bad")) {
				throw new IllegalStateException("broken");
			}
			this.taken.add(publish);
		});
		intake.add(publish("first"));
		intake.add(publish("bad"));
		intake.add(publish("last"));
		assertThatIllegalStateException().isThrownBy(intake::run).withMessage("broken");
		assertThat(this.taken).extracting((publish) -> publish.message().topic()).containsExactly("first", "last");
	}

	@Test
	void noMessageIsLeftBehindWhenThreadsCompeteForTheLockAndEachThreadKeepsItsOrder() throws Exception {
		this.lock.leftBehind(this.intake);
		List<Thread> threads = new ArrayList<>();
		for (int i = 0; i < THREADS; i++) {
			String topic = "" + i;
			Thread thread = new Thread(() -> {
				for (int k = 0; k < MESSAGES; k++) {
					handIn(publish(topic + "/" + k));
				}
			});
			threads.add(thread);
			thread.start();
		}
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(this.intake.isEmpty()).isTrue();
		assertThat(this.taken).hasSize(THREADS * MESSAGES);
		for (int i = 0; i < THREADS; i++) {
			String prefix = i + "/";
			assertThat(this.taken.stream()
				.map((publish) -> publish.message().topic())
				.filter((topic) -> topic.startsWith(prefix))
				.mapToInt((topic) -> Integer.parseInt(topic.substring(prefix.length())))).isSorted();
		}
	}

	private void handIn(PendingPublish publish) {
		if (this.lock.tryAcquire()) {
			try {
				this.taken.add(publish);
			}
			finally {
				this.lock.release();
			}
		}
		else {
			this.intake.add(publish);
			this.lock.leftSomethingBehind();
		}
	}

	private PendingPublish publish(String topic) {
		return new PendingPublish(MqttMessage.of(topic, "x"), new Owner(this.operations), new CompletableFuture<>(),
				false);
	}

	private PublishIntake intake(ObjLongConsumer<PendingPublish> taken) {
		return new PublishIntake(taken, this.timer);
	}

	private record Owner(Operations operations) implements PendingPublish.Owner {

		@Override
		public PublishCompletions completions() {
			throw new UnsupportedOperationException();
		}

		@Override
		public void timedOut(PendingPublish publish) {
		}

		@Override
		public void failed(PendingPublish publish, MqttException failure) {
		}

	}

}
