package io.topicwire.mqtt.engine;

import java.util.List;

import io.topicwire.mqtt.InboxOverflowPolicy;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.session.IncomingPublishes;
import io.topicwire.mqtt.session.RecordedChanges;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for how {@link Inbox} counts.
 */
class InboxTests {

	private final Inbox inbox = inbox(InboxOverflowPolicy.DROP_NEWEST);

	private final IncomingPublishes incoming = new IncomingPublishes(65_535, (answer) -> {
	}, new RecordedChanges());

	private int packetIdentifier;

	@BeforeEach
	void limitAcknowledged() {
		this.inbox.acknowledgedLimit(3);
	}

	@Test
	void messagesOfQos0AreCountedApart() {
		this.inbox.added(delivery(QoS.AT_MOST_ONCE));
		assertThat(this.inbox.hasRoomAtMostOnce(delivery(QoS.AT_MOST_ONCE))).isTrue();
		assertThat(this.inbox.isHalfEmptyAtMostOnce()).isTrue();
		Delivery second = delivery(QoS.AT_MOST_ONCE);
		this.inbox.added(second);
		assertThat(this.inbox.hasRoomAtMostOnce(delivery(QoS.AT_MOST_ONCE))).isFalse();
		assertThat(this.inbox.isHalfEmptyAtMostOnce()).isFalse();
		assertThat(this.inbox.isFull()).isFalse();
		this.inbox.removed(second);
		assertThat(this.inbox.hasRoomAtMostOnce(delivery(QoS.AT_MOST_ONCE))).isTrue();
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
		assertThat(this.inbox.hasRoomAtMostOnce(delivery(QoS.AT_MOST_ONCE))).isTrue();
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

	@Test
	void messagesOfQos0HaveNoRoomWhenTheyTakeTooManyBytes() {
		Delivery first = delivery(QoS.AT_MOST_ONCE, 60);
		this.inbox.added(first);
		assertThat(this.inbox.isHalfEmptyAtMostOnce()).isFalse();
		assertThat(this.inbox.hasRoomAtMostOnce(delivery(QoS.AT_MOST_ONCE, 40))).isTrue();
		assertThat(this.inbox.hasRoomAtMostOnce(delivery(QoS.AT_MOST_ONCE, 41))).isFalse();
		this.inbox.removed(first);
		assertThat(this.inbox.hasRoomAtMostOnce(delivery(QoS.AT_MOST_ONCE, 1_000))).isTrue();
	}

	@Test
	void readerWaitsUntilMessagesTakeFewerBytesAgain() {
		Delivery first = delivery(QoS.AT_LEAST_ONCE, 99);
		Delivery second = delivery(QoS.EXACTLY_ONCE, 1);
		this.inbox.added(first);
		assertThat(this.inbox.isFull()).isFalse();
		this.inbox.added(second);
		assertThat(this.inbox.isFull()).isTrue();
		this.inbox.removed(second);
		assertThat(this.inbox.isFull()).isFalse();
	}

	@Test
	void messageThatIsHandedOverTakesAPlaceButNoBytes() {
		Delivery first = delivery(QoS.AT_LEAST_ONCE, 100);
		this.inbox.added(first);
		this.inbox.handedOver(first);
		this.inbox.handedOver(first);
		assertThat(this.inbox.isFull()).isFalse();
		this.inbox.added(delivery(QoS.AT_LEAST_ONCE, 99));
		assertThat(this.inbox.isFull()).isFalse();
		this.inbox.removed(first);
		assertThat(this.inbox.isFull()).isFalse();
		this.inbox.added(delivery(QoS.AT_LEAST_ONCE, 1));
		assertThat(this.inbox.isFull()).isTrue();
	}

	@Test
	void readerWaitsForMessagesOfQos0IfItIsTo() {
		Inbox inbox = inbox(InboxOverflowPolicy.STOP_READING);
		Delivery first = delivery(QoS.AT_MOST_ONCE, 1);
		inbox.added(first);
		assertThat(inbox.isFull()).isFalse();
		inbox.added(delivery(QoS.AT_MOST_ONCE, 1));
		assertThat(inbox.isFull()).isTrue();
		assertThat(inbox.hasRoomAtMostOnce(delivery(QoS.AT_MOST_ONCE, 1))).isTrue();
		inbox.removed(first);
		assertThat(inbox.isFull()).isFalse();
		inbox.added(delivery(QoS.AT_MOST_ONCE, 99));
		assertThat(inbox.isFull()).isTrue();
	}

	@Test
	void asManyMessagesOfQos0AsNeedBeMakeRoomForAnotherOne() {
		Inbox inbox = inbox(InboxOverflowPolicy.DROP_OLDEST);
		Delivery first = delivery(QoS.AT_MOST_ONCE);
		Delivery second = delivery(QoS.AT_MOST_ONCE);
		inbox.added(delivery(QoS.AT_LEAST_ONCE));
		inbox.added(first);
		inbox.added(second);
		assertThat(inbox.inTheWayOf(delivery(QoS.AT_MOST_ONCE), (delivery) -> true)).containsExactly(first);
		assertThat(inbox.inTheWayOf(delivery(QoS.AT_MOST_ONCE), (delivery) -> delivery != first))
			.containsExactly(second);
		assertThat(inbox.inTheWayOf(delivery(QoS.AT_MOST_ONCE, 93), (delivery) -> true)).containsExactly(first, second);
		inbox.removed(first);
		assertThat(inbox.inTheWayOf(delivery(QoS.AT_MOST_ONCE, 93), (delivery) -> true)).containsExactly(second);
	}

	@Test
	void noMessageOfQos0MakesRoomInVain() {
		Inbox inbox = inbox(InboxOverflowPolicy.DROP_OLDEST);
		Delivery first = delivery(QoS.AT_MOST_ONCE);
		inbox.added(first);
		inbox.added(delivery(QoS.AT_MOST_ONCE));
		assertThat(inbox.inTheWayOf(delivery(QoS.AT_MOST_ONCE, 93), (delivery) -> delivery != first)).isEmpty();
		assertThat(inbox(InboxOverflowPolicy.DROP_NEWEST).inTheWayOf(delivery(QoS.AT_MOST_ONCE), (delivery) -> true))
			.isEmpty();
	}

	@Test
	void messagesForStuckHandlersTakeNoMoreThanHalfOfTheBytes() {
		Delivery first = delivery(QoS.AT_LEAST_ONCE, 30);
		Delivery second = delivery(QoS.AT_LEAST_ONCE, 30);
		this.inbox.added(first);
		this.inbox.added(second);
		this.inbox.withheld(first);
		this.inbox.withheld(first);
		assertThat(this.inbox.mayWithhold(first)).isTrue();
		assertThat(this.inbox.mayWithhold(second)).isFalse();
		this.inbox.removed(first);
		assertThat(this.inbox.mayWithhold(second)).isTrue();
	}

	private Inbox inbox(InboxOverflowPolicy overflowPolicy) {
		return new Inbox(new InboxSettings(2, 100, overflowPolicy), new ClientLock());
	}

	private Delivery delivery(QoS qos) {
		return delivery(qos, 8);
	}

	private Delivery delivery(QoS qos, int size) {
		MqttMessage message = MqttMessage.of("a", new byte[size - 1]).qos(qos);
		return new Delivery(message,
				(qos != QoS.AT_MOST_ONCE)
						? this.incoming.receive(new Publish(++this.packetIdentifier, false, message, 0)) : null,
				1, new NoHandout());
	}

	private static final class NoHandout implements Handout {

		@Override
		public List<Registration> handlers(Delivery delivery) {
			return List.of();
		}

		@Override
		public void deliver(Registration registration, Delivery delivery, Worker worker) {
			throw new IllegalStateException("There is no handler");
		}

	}

}
