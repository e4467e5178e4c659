package io.topicwire.mqtt.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.session.SessionChange;
import io.topicwire.mqtt.session.StoredPublish;
import io.topicwire.mqtt.session.StoredSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DiskSessionStore} and threads: it has none, and what is done to those
 * of others does it no harm.
 */
class DiskSessionThreadTests {

	private static final int MESSAGES = 2000;

	// The file is replaced several times
	private static final byte[] PAYLOAD = new byte[5000];

	@TempDir
	private Path directory;

	@AfterEach
	void clearInterrupt() {
		Thread.interrupted();
	}

	@Test
	void thereAreNoThreads() {
		Set<Thread> before = Thread.getAllStackTraces().keySet();
		try (StoredSession session = open()) {
			session.load();
			for (long number = 1; number <= MESSAGES; number++) {
				session.write(changes(number));
			}
			assertThat(Thread.getAllStackTraces().keySet()).filteredOn(this::isOfStore).isSubsetOf(before);
		}
		assertThat(Thread.getAllStackTraces().keySet()).filteredOn(this::isOfStore).isSubsetOf(before);
	}

	private boolean isOfStore(Thread thread) {
		return thread.getThreadGroup() == Thread.currentThread().getThreadGroup();
	}

	@Test
	void interruptedThreadMayUseIt() {
		Thread.currentThread().interrupt();
		try (StoredSession session = open()) {
			session.load();
			for (long number = 1; number <= MESSAGES; number++) {
				session.write(changes(number));
				assertThat(Thread.currentThread().isInterrupted()).isTrue();
			}
		}
		assertThat(Thread.interrupted()).isTrue();
		assertStored();
	}

	@Test
	void threadMayBeInterruptedAtAnyTime() throws InterruptedException {
		Thread user = Thread.currentThread();
		AtomicBoolean done = new AtomicBoolean();
		Thread interrupter = new Thread(() -> {
			while (!done.get()) {
				user.interrupt();
			}
		});
		interrupter.start();
		for (long number = 1; number <= MESSAGES;) {
			try (StoredSession session = open()) {
				session.load();
				for (int i = 0; i < MESSAGES / 20; i++) {
					session.write(changes(number++));
					Thread.interrupted();
				}
			}
		}
		done.set(true);
		while (interrupter.isAlive()) {
			Thread.interrupted();
			Thread.onSpinWait();
		}
		Thread.interrupted();
		assertStored();
	}

	// Every tenth message stays
	private static List<SessionChange> changes(long number) {
		SessionChange accepted = new SessionChange.PublishAccepted(number,
				MqttMessage.of("a", PAYLOAD).qos(QoS.AT_LEAST_ONCE), number);
		long previous = number - 1;
		boolean stays = previous % 10 == 0;
		return stays ? List.of(accepted) : List.of(accepted, new SessionChange.PublishFinished(previous));
	}

	private void assertStored() {
		try (StoredSession session = open()) {
			assertThat(session.load().publishes()).extracting(StoredPublish::number)
				.containsExactlyElementsOf(
						LongStream.rangeClosed(1, MESSAGES / 10).map((tenth) -> tenth * 10).boxed().toList());
		}
	}

	private StoredSession open() {
		return DiskSessionStore.at(this.directory).sync(false).open("meter-7");
	}

}
