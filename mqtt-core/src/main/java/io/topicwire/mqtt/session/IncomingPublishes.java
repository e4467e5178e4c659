package io.topicwire.mqtt.session;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Properties;
import io.topicwire.mqtt.packet.Puback;
import io.topicwire.mqtt.packet.Pubcomp;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrec;
import org.jspecify.annotations.Nullable;

/**
 * The receiver's side of QoS 1 and 2 (MQTT 5.0, sections 4.3 and 4.6): recognises a
 * message of QoS 2 that came before, and answers in the order of arrival, whatever the
 * order in which messages are handled. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class IncomingPublishes {

	private final Consumer<Packet> answers;

	private final SessionRecorder recorder;

	// Messages of QoS 2 from PUBLISH to PUBREL, by packet identifier
	private final Map<Integer, IncomingPublish> exactlyOnce = new HashMap<>();

	// What is to be answered on this connection, in the order of arrival
	private final Deque<IncomingPublish> unanswered = new ArrayDeque<>(1);

	private int receiveMaximum;

	private int outstanding;

	// How many of those do not wait for their answer in the order of arrival
	private int withheld;

	// There are brokers that send new messages on top of all those they send again
	private boolean resumed;

	/**
	 * Create a receiver without messages.
	 * @param receiveMaximum how many messages the broker may leave unacknowledged, from 1
	 * to 65,535
	 * @param answers takes the packets that are to be sent once the changes that were
	 * recorded before are stored
	 * @param recorder takes note of what is to survive the process
	 */
	public IncomingPublishes(int receiveMaximum, Consumer<Packet> answers, SessionRecorder recorder) {
		this.receiveMaximum = receiveMaximum;
		this.answers = answers;
		this.recorder = recorder;
	}

	/**
	 * Set how many messages the broker may leave unacknowledged from the next connection
	 * on, which may speak another version of MQTT.
	 * @param receiveMaximum from 1 to 65,535
	 */
	public void receiveMaximum(int receiveMaximum) {
		this.receiveMaximum = receiveMaximum;
	}

	/**
	 * Take a PUBLISH of QoS 1 or 2.
	 * @param publish the packet
	 * @return the message to be handled, or {@code null} if it was handled before or is
	 * being handled
	 * @throws MqttProtocolException if the broker exceeds the Receive Maximum, other than
	 * with what it sends again after the session was resumed
	 */
	public @Nullable IncomingPublish receive(Publish publish) {
		QoS qos = publish.message().qos();
		if (qos == QoS.AT_LEAST_ONCE) {
			IncomingPublish incoming = new IncomingPublish(publish.packetIdentifier(), qos, 0);
			enqueue(incoming);
			return incoming;
		}
		IncomingPublish known = this.exactlyOnce.get(publish.packetIdentifier());
		if (known != null && !known.abandoned()) {
			// The PUBREC was lost with an earlier connection, or is still to be given
			enqueue(known);
			drain();
			return null;
		}
		return (known != null) ? receiveAgain(known) : receiveNew(publish.packetIdentifier());
	}

	private IncomingPublish receiveAgain(IncomingPublish abandoned) {
		IncomingPublish incoming = new IncomingPublish(abandoned.packetIdentifier(), QoS.EXACTLY_ONCE,
				abandoned.number());
		unmarkWithheld(abandoned);
		incoming.counted(abandoned.counted());
		enqueue(incoming);
		this.exactlyOnce.put(incoming.packetIdentifier(), incoming);
		return incoming;
	}

	private IncomingPublish receiveNew(int packetIdentifier) {
		IncomingPublish incoming = new IncomingPublish(packetIdentifier, QoS.EXACTLY_ONCE, this.recorder.nextNumber());
		enqueue(incoming);
		this.exactlyOnce.put(packetIdentifier, incoming);
		this.recorder.record(new SessionChange.MessageReceived(packetIdentifier, incoming.number()));
		return incoming;
	}

	private void enqueue(IncomingPublish incoming) {
		if (!incoming.counted()) {
			if (this.outstanding >= this.receiveMaximum && !this.resumed) {
				throw new MqttProtocolException(ReasonCode.RECEIVE_MAXIMUM_EXCEEDED, "The broker sent more than "
						+ this.receiveMaximum + " messages without waiting for their acknowledgement");
			}
			this.outstanding++;
			this.withheld += incoming.withheld() ? 1 : 0;
			incoming.counted(true);
		}
		if (!incoming.queued()) {
			incoming.queued(true);
			this.unanswered.add(incoming);
		}
	}

	/**
	 * Return whether the broker waits for an answer, or will when it sends a message of
	 * QoS 2 again.
	 * @param incoming the message
	 * @return whether the message was not acknowledged yet and can be
	 */
	public boolean isAnswerable(IncomingPublish incoming) {
		return incoming.answer() == null
				&& (incoming.queued() || this.exactlyOnce.get(incoming.packetIdentifier()) == incoming);
	}

	/**
	 * Acknowledge a message, or refuse it without an explanation.
	 * @param incoming the message
	 * @param reasonCode success, or an error that PUBACK and PUBREC may hold
	 */
	public void acknowledge(IncomingPublish incoming, ReasonCode reasonCode) {
		acknowledge(incoming, reasonCode, null);
	}

	/**
	 * Acknowledge a message, or refuse it. Nothing is sent as long as earlier messages
	 * are not acknowledged, or if the connection it came over is gone.
	 * @param incoming the message
	 * @param reasonCode success, or an error that PUBACK and PUBREC may hold
	 * @param reason explanation of the reason code, or {@code null} for none
	 */
	public void acknowledge(IncomingPublish incoming, ReasonCode reasonCode, @Nullable String reason) {
		incoming.answer(reasonCode, reason);
		if (this.exactlyOnce.get(incoming.packetIdentifier()) == incoming) {
			if (!reasonCode.isError()) {
				incoming.abandoned(false);
				this.recorder.record(new SessionChange.MessageHandled(incoming.packetIdentifier()));
			}
			else if (!incoming.queued()) {
				forget(incoming);
			}
		}
		drain();
	}

	private void forget(IncomingPublish incoming) {
		if (this.exactlyOnce.remove(incoming.packetIdentifier(), incoming)) {
			this.recorder.record(new SessionChange.MessageForgotten(incoming.packetIdentifier()));
		}
	}

	/**
	 * Leave a message unacknowledged on this connection without holding back those behind
	 * it. The broker sends it again when the session is resumed.
	 * @param incoming the message
	 */
	public void abandon(IncomingPublish incoming) {
		markWithheld(incoming);
		incoming.abandoned(true);
		if (incoming.queued()) {
			incoming.queued(false);
			this.unanswered.remove(incoming);
			drain();
		}
	}

	/**
	 * Let the answers of the messages behind one leave, because it is not known when it
	 * will be handled. Until the first of them does it can be answered in its turn.
	 * Afterwards it stays unacknowledged on this connection: one of QoS 1 comes again
	 * when the session is resumed; one of QoS 2 does as well, but then is only answered.
	 * @param incoming the message
	 */
	public void withhold(IncomingPublish incoming) {
		markWithheld(incoming);
		drain();
	}

	private void markWithheld(IncomingPublish incoming) {
		if (!incoming.withheld() && isAnswerable(incoming)) {
			incoming.withheld(true);
			this.withheld += incoming.counted() ? 1 : 0;
		}
	}

	private void unmarkWithheld(IncomingPublish incoming) {
		if (incoming.withheld()) {
			incoming.withheld(false);
			this.withheld -= incoming.counted() ? 1 : 0;
		}
	}

	/**
	 * Return how many messages occupy a place of the Receive Maximum although it is not
	 * known when, or whether at all, they will be acknowledged on this connection.
	 * @return how many were withheld or abandoned
	 */
	public int withheld() {
		return this.withheld;
	}

	private void drain() {
		for (IncomingPublish next = nextAnswered(); next != null; next = nextAnswered()) {
			while (this.unanswered.peek() != next) {
				this.unanswered.remove().queued(false);
			}
			this.unanswered.remove();
			next.queued(false);
			answer(next);
		}
	}

	/**
	 * Return the first message that may be answered now.
	 */
	private @Nullable IncomingPublish nextAnswered() {
		IncomingPublish head = this.unanswered.peek();
		if (head == null || !head.withheld()) {
			return (head != null && head.answer() != null) ? head : null;
		}
		for (IncomingPublish candidate : this.unanswered) {
			if (candidate.answer() != null) {
				return candidate;
			}
			if (!candidate.withheld()) {
				return null;
			}
		}
		return null;
	}

	private void answer(IncomingPublish incoming) {
		ReasonCode answer = Objects.requireNonNull(incoming.answer(), "no answer");
		unmarkWithheld(incoming);
		if (incoming.qos() == QoS.AT_LEAST_ONCE) {
			uncount(incoming);
			this.answers.accept(new Puback(incoming.packetIdentifier(), answer, incoming.explanation()));
			return;
		}
		if (answer.isError()) {
			uncount(incoming);
			forget(incoming);
		}
		incoming.received(!answer.isError());
		this.answers.accept(new Pubrec(incoming.packetIdentifier(), answer, incoming.explanation()));
	}

	private void uncount(IncomingPublish incoming) {
		unmarkWithheld(incoming);
		if (incoming.counted()) {
			incoming.counted(false);
			this.outstanding--;
		}
	}

	/**
	 * Handle a PUBREL, answering it with PUBCOMP.
	 * @param packetIdentifier its packet identifier
	 * @throws MqttProtocolException if PUBREC was not sent yet
	 */
	public void release(int packetIdentifier) {
		IncomingPublish incoming = this.exactlyOnce.get(packetIdentifier);
		if (incoming == null || incoming.abandoned()) {
			if (incoming != null) {
				forget(incoming);
				uncount(incoming);
			}
			this.answers.accept(new Pubcomp(packetIdentifier, ReasonCode.PACKET_IDENTIFIER_NOT_FOUND, Properties.NONE));
			return;
		}
		if (incoming.answer() == null || (incoming.queued() && !incoming.received())) {
			throw new MqttProtocolException(ReasonCode.PROTOCOL_ERROR,
					"The broker sent PUBREL with packet identifier " + packetIdentifier + " before it got PUBREC");
		}
		forget(incoming);
		uncount(incoming);
		if (incoming.queued()) {
			// The broker has sent the message once more although it was on its way
			incoming.queued(false);
			this.unanswered.remove(incoming);
		}
		this.answers.accept(new Pubcomp(packetIdentifier, ReasonCode.SUCCESS, Properties.NONE));
	}

	/**
	 * Start anew on another connection.
	 * @param sessionPresent whether the broker continues the session
	 */
	public void restart(boolean sessionPresent) {
		for (IncomingPublish incoming : this.unanswered) {
			incoming.queued(false);
		}
		this.unanswered.clear();
		for (IncomingPublish incoming : this.exactlyOnce.values()) {
			incoming.counted(false);
			incoming.received(false);
		}
		this.outstanding = 0;
		this.withheld = 0;
		this.resumed = sessionPresent;
		if (!sessionPresent) {
			for (IncomingPublish incoming : List.copyOf(this.exactlyOnce.values())) {
				forget(incoming);
			}
		}
	}

	/**
	 * Take up what an earlier process has left behind. Only before anything is received.
	 * @param receipts the received messages of QoS 2 whose exchanges are not finished
	 */
	public void restore(List<StoredReceipt> receipts) {
		for (StoredReceipt receipt : receipts) {
			IncomingPublish incoming = new IncomingPublish(receipt.packetIdentifier(), QoS.EXACTLY_ONCE,
					receipt.number());
			if (receipt.handled()) {
				incoming.answer(ReasonCode.SUCCESS, null);
			}
			else {
				incoming.abandoned(true);
			}
			this.exactlyOnce.put(incoming.packetIdentifier(), incoming);
		}
	}

	/**
	 * Return what has to be stored for {@link #restore}.
	 * @return the received messages of QoS 2 whose exchanges are not finished, in any
	 * order
	 */
	public List<StoredReceipt> receipts() {
		return this.exactlyOnce.values()
			.stream()
			.map((incoming) -> new StoredReceipt(incoming.packetIdentifier(), incoming.number(),
					incoming.answer() == ReasonCode.SUCCESS))
			.toList();
	}

}
