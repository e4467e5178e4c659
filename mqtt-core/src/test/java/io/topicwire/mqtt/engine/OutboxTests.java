package io.topicwire.mqtt.engine;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.fake.VirtualTimer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Outbox}.
 */
class OutboxTests {

	private final Outbox outbox = new Outbox(4, 10);

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
		Outbox unbounded = new Outbox(Integer.MAX_VALUE, Long.MAX_VALUE);
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

	private PendingPublish add(QoS qos) {
		return add(qos, 1);
	}

	private PendingPublish add(QoS qos, int length) {
		PendingPublish publish = publish(qos, length);
		this.outbox.add(publish);
		return publish;
	}

	private PendingPublish publish(QoS qos, int length) {
		return new PendingPublish(MqttMessage.of("a", new byte[length]).qos(qos), this.sequence++, this.operations,
				(expired) -> {
				}, Runnable::run);
	}

}
