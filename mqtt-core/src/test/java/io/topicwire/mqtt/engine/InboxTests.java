package io.topicwire.mqtt.engine;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.session.IncomingPublishes;
import io.topicwire.mqtt.session.RecordedChanges;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how {@link Inbox} counts.
 */
class InboxTests {

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition hasRoom = this.lock.newCondition();

	private final Inbox inbox = new Inbox(2, this.hasRoom);

	private final IncomingPublishes incoming = new IncomingPublishes(65_535, (answer) -> {
	}, new RecordedChanges());

	private int packetIdentifier;

	@BeforeEach
	void acquire() {
		this.lock.lock();
		this.inbox.acknowledgedLimit(3);
	}

	@AfterEach
	void release() {
		this.lock.unlock();
	}

	@Test
	void messagesOfQos0AreCountedApart() {
		this.inbox.added(delivery(QoS.AT_MOST_ONCE));
		assertThat(this.inbox.hasRoomAtMostOnce()).isTrue();
		assertThat(this.inbox.isHalfEmptyAtMostOnce()).isTrue();
		Delivery second = delivery(QoS.AT_MOST_ONCE);
		this.inbox.added(second);
		assertThat(this.inbox.hasRoomAtMostOnce()).isFalse();
		assertThat(this.inbox.isHalfEmptyAtMostOnce()).isFalse();
		assertThat(this.inbox.isFull()).isFalse();
		this.inbox.removed(second);
		assertThat(this.inbox.hasRoomAtMostOnce()).isTrue();
		assertThat(this.inbox.isHalfEmptyAtMostOnce()).isTrue();
	}

	@Test
	void readerWaitsAfterTheLastMessageThereIsRoomFor() {
		Delivery first = delivery(QoS.AT_LEAST_ONCE);
		this.inbox.added(first);
		this.inbox.added(delivery(QoS.AT_LEAST_ONCE));
		assertThat(this.inbox.isFull()).isFalse();
		this.inbox.added(delivery(QoS.EXACTLY_ONCE));
		assertThat(this.inbox.isFull()).isTrue();
		assertThat(this.inbox.hasRoomAtMostOnce()).isTrue();
		this.inbox.removed(first);
		assertThat(this.inbox.isFull()).isFalse();
	}

	@Test
	void messageOfQos0MakesNoRoomForTheReader() {
		Delivery other = delivery(QoS.AT_MOST_ONCE);
		this.inbox.added(other);
		for (int i = 0; i < 3; i++) {
			this.inbox.added(delivery(QoS.AT_LEAST_ONCE));
		}
		this.inbox.removed(other);
		assertThat(this.inbox.isFull()).isTrue();
	}

	private Delivery delivery(QoS qos) {
		MqttMessage message = MqttMessage.of("a", "payload").qos(qos);
		return new Delivery(message, (qos != QoS.AT_MOST_ONCE)
				? this.incoming.receive(new Publish(++this.packetIdentifier, false, message, 0)) : null, 1);
	}

}
