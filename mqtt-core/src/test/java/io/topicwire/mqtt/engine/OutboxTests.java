package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.OutboxOptions;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.fake.VirtualTimer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Outbox}.
 */
class OutboxTests {

	private final Outbox outbox = new Outbox(OutboxOptions.DEFAULT.limit(4, 10));

	private final Operations operations = new Operations(Duration.ofSeconds(1), new VirtualTimer(), new ClientLock());

	private long sequence;

	@Test
	void messagesAreTakenInTheirOrderWhateverTheirQos() {
		PendingPublish first = add(QoS.AT_LEAST_ONCE);
		PendingPublish second = add(QoS.AT_MOST_ONCE);
		PendingPublish third = add(QoS.EXACTLY_ONCE);
		PendingPublish fourth = add(QoS.AT_MOST_ONCE);
		assertThat(Stream.generate(() -> this.outbox.take(true)).limit(4)).containsExactly(first, second, third,
				fourth);
		assertThat(this.outbox.take(true)).isNull();
		assertThat(first.state()).isEqualTo(PendingPublish.State.TAKEN);
	}

	@Test
	void withoutQuotaMessagesOfQos0AreTakenAllTheSame() {
		PendingPublish first = add(QoS.AT_LEAST_ONCE);
		PendingPublish second = add(QoS.AT_MOST_ONCE);
		assertThat(this.outbox.take(false)).isSameAs(second);
		assertThat(this.outbox.take(false)).isNull();
		assertThat(this.outbox.take(true)).isSameAs(first);
	}

	@Test
	void numberOfMessagesIsBounded() {
		for (int i = 0; i < 4; i++) {
			assertThat(this.outbox.hasRoom(0)).isTrue();
			add((i % 2 == 0) ? QoS.AT_LEAST_ONCE : QoS.AT_MOST_ONCE, 0);
		}
		assertThat(this.outbox.hasRoom(0)).isFalse();
		assertThat(this.outbox.messages()).isEqualTo(4);
		this.outbox.take(true);
		assertThat(this.outbox.hasRoom(0)).isTrue();
	}

	@Test
	void bytesOfPayloadAreBounded() {
		assertThat(this.outbox.hasRoom(10)).isTrue();
		assertThat(this.outbox.hasRoom(11)).isFalse();
		add(QoS.AT_LEAST_ONCE, 4);
		add(QoS.AT_MOST_ONCE, 3);
		assertThat(this.outbox.bytes()).isEqualTo(7);
		assertThat(this.outbox.hasRoom(3)).isTrue();
		assertThat(this.outbox.hasRoom(4)).isFalse();
		this.outbox.take(true);
		assertThat(this.outbox.bytes()).isEqualTo(3);
		assertThat(this.outbox.hasRoom(7)).isTrue();
	}

	@Test
	void largestLimitDoesNotOverflow() {
		Outbox unbounded = new Outbox(OutboxOptions.DEFAULT.limit(Integer.MAX_VALUE, Long.MAX_VALUE));
		unbounded.add(publish(QoS.AT_MOST_ONCE, 10));
		assertThat(unbounded.hasRoom(Integer.MAX_VALUE)).isTrue();
	}

	@Test
	void withdrawnMessageIsNotTakenAndGivesItsRoomBack() {
		PendingPublish first = add(QoS.AT_LEAST_ONCE);
		PendingPublish second = add(QoS.AT_LEAST_ONCE);
		PendingPublish third = add(QoS.AT_LEAST_ONCE);
		this.outbox.withdraw(second);
		assertThat(this.outbox.messages()).isEqualTo(2);
		assertThat(this.outbox.bytes()).isEqualTo(2);
		assertThat(this.outbox.take(true)).isSameAs(first);
		assertThat(this.outbox.take(true)).isSameAs(third);
		assertThat(this.outbox.take(true)).isNull();
		assertThat(second.state()).isEqualTo(PendingPublish.State.WITHDRAWN);
		assertThat(this.outbox.messages()).isZero();
		assertThat(this.outbox.bytes()).isZero();
	}

	@Test
	void everyMessageCanBeWithdrawn() {
		List<PendingPublish> publishes = Stream.of(QoS.values()).map(this::add).toList();
		publishes.forEach(this.outbox::withdraw);
		assertThat(this.outbox.take(true)).isNull();
		assertThat(this.outbox.messages()).isZero();
	}

	@Test
	void messagesArePutBackToTheirPlace() {
		PendingPublish first = add(QoS.AT_LEAST_ONCE);
		PendingPublish second = add(QoS.AT_MOST_ONCE);
		PendingPublish third = add(QoS.AT_LEAST_ONCE);
		PendingPublish fourth = add(QoS.AT_MOST_ONCE);
		List<PendingPublish> taken = Stream.generate(() -> this.outbox.take(true)).limit(3).toList();
		this.outbox.putBack(taken);
		assertThat(taken).extracting(PendingPublish::state).containsOnly(PendingPublish.State.WAITING);
		assertThat(this.outbox.messages()).isEqualTo(4);
		assertThat(this.outbox.bytes()).isEqualTo(4);
		assertThat(Stream.generate(() -> this.outbox.take(true)).limit(4)).containsExactly(first, second, third,
				fourth);
	}

	@Test
	void messagesThatArePutBackNeedNoRoom() {
		PendingPublish large = add(QoS.AT_LEAST_ONCE, 10);
		this.outbox.take(true);
		add(QoS.AT_LEAST_ONCE, 10);
		this.outbox.putBack(List.of(large));
		assertThat(this.outbox.bytes()).isEqualTo(20);
		assertThat(this.outbox.hasRoom(0)).isFalse();
		assertThat(this.outbox.take(true)).isSameAs(large);
	}

	@Test
	void oldestMessageIsTheOneThatWouldBeTakenFirst() {
		assertThat(this.outbox.oldestUnsent()).isNull();
		PendingPublish first = add(QoS.AT_LEAST_ONCE);
		PendingPublish second = add(QoS.AT_MOST_ONCE);
		assertThat(this.outbox.oldestUnsent()).isSameAs(first);
		this.outbox.withdraw(first);
		assertThat(this.outbox.oldestUnsent()).isSameAs(second);
	}

	@Test
	void messageThatTheBrokerMayHaveGotMakesNoRoom() {
		PendingPublish sent = add(QoS.AT_LEAST_ONCE, 8);
		this.outbox.take(true);
		sent.sentBefore();
		this.outbox.putBack(List.of(sent));
		PendingPublish unsent = add(QoS.AT_LEAST_ONCE, 2);
		assertThat(this.outbox.oldestUnsent()).isSameAs(unsent);
		assertThat(this.outbox.canMakeRoom(2)).isTrue();
		assertThat(this.outbox.canMakeRoom(3)).isFalse();
		this.outbox.withdraw(unsent);
		assertThat(this.outbox.oldestUnsent()).isNull();
		this.outbox.take(true);
		assertThat(this.outbox.canMakeRoom(10)).isTrue();
	}

	@Test
	void expiredMessagesAreRemovedWhereverTheyWait() {
		PendingPublish first = add(QoS.AT_LEAST_ONCE);
		PendingPublish second = addExpiring(QoS.AT_LEAST_ONCE, 2);
		PendingPublish third = addExpiring(QoS.AT_MOST_ONCE, 1);
		PendingPublish fourth = addExpiring(QoS.AT_LEAST_ONCE, 1);
		assertThat(removeExpired(999)).isEmpty();
		assertThat(removeExpired(1000)).containsExactly(third, fourth);
		assertThat(this.outbox.messages()).isEqualTo(2);
		assertThat(this.outbox.bytes()).isEqualTo(2);
		assertThat(fourth.state()).isEqualTo(PendingPublish.State.WITHDRAWN);
		assertThat(removeExpired(1999)).isEmpty();
		assertThat(removeExpired(2000)).containsExactly(second);
		assertThat(removeExpired(100_000)).isEmpty();
		assertThat(this.outbox.take(true)).isSameAs(first);
		assertThat(this.outbox.messages()).isZero();
	}

	@Test
	void messageThatIsPutBackCanExpire() {
		PendingPublish publish = addExpiring(QoS.AT_LEAST_ONCE, 1);
		this.outbox.take(true);
		addExpiring(QoS.AT_LEAST_ONCE, 5);
		this.outbox.putBack(List.of(publish));
		assertThat(removeExpired(1000)).containsExactly(publish);
	}

	@Test
	void withdrawnMessageDoesNotExpire() {
		addExpiring(QoS.AT_LEAST_ONCE, 5);
		PendingPublish withdrawn = addExpiring(QoS.AT_LEAST_ONCE, 1);
		this.outbox.withdraw(withdrawn);
		assertThat(removeExpired(1000)).isEmpty();
		assertThat(this.outbox.messages()).isOne();
	}

	private List<PendingPublish> removeExpired(long millis) {
		return this.outbox.removeExpired(this.operations.nanoTime() + Duration.ofMillis(millis).toNanos());
	}

	private PendingPublish addExpiring(QoS qos, long seconds) {
		MqttMessage message = MqttMessage.of("a", new byte[1]).qos(qos).messageExpiry(Duration.ofSeconds(seconds));
		PendingPublish publish = publish(message);
		this.outbox.add(publish);
		return publish;
	}

	private PendingPublish add(QoS qos) {
		return add(qos, 1);
	}

	private PendingPublish add(QoS qos, int length) {
		PendingPublish publish = publish(qos, length);
		this.outbox.add(publish);
		return publish;
	}

	private PendingPublish publish(QoS qos, int length) {
		return publish(MqttMessage.of("a", new byte[length]).qos(qos));
	}

	private PendingPublish publish(MqttMessage message) {
		PendingPublish publish = new PendingPublish(message, new Owner(this.operations), null, false);
		publish.birth(this.operations.nanoTime());
		publish.sequence(this.sequence++);
		return publish;
	}

	private record Owner(Operations operations) implements PendingPublish.Owner {

		@Override
		public PublishCompletions completions() {
			return new PublishCompletions(new ClientLock(), Runnable::run);
		}

		@Override
		public void timedOut(PendingPublish publish) {
		}

		@Override
		public void failed(PendingPublish publish, MqttException failure) {
		}

	}

}
