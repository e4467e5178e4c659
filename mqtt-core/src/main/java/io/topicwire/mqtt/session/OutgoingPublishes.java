package io.topicwire.mqtt.session;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.Predicate;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.ReasonCode;
import io.topicwire.mqtt.packet.Packet;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.packet.Pubrel;
import org.jspecify.annotations.Nullable;

/**
 * The sender's side of QoS 1 and 2 with its send quota (MQTT 5.0, sections 4.3, 4.4 and
 * 4.9). Not thread-safe.
 *
 * @param <A> what the caller attaches to a message
 * @since 0.1.0
 */
public final class OutgoingPublishes<A> {

	// Packet identifiers that are left to SUBSCRIBE and UNSUBSCRIBE
	private static final int RESERVED = 15;

	private final PacketIdentifiers<Object> packetIdentifiers;

	private final SessionRecorder recorder;

	// What was not sent again yet because the send quota has become smaller
	private final Deque<OutgoingPublish<A>> heldBack = new ArrayDeque<>(1);

	private long position;

	private int inFlight;

	private int receiveMaximum = 65_535;

	/**
	 * Create a sender without messages.
	 * @param packetIdentifiers where packet identifiers come from; shared with SUBSCRIBE
	 * and UNSUBSCRIBE
	 * @param recorder takes note of what is to survive the process
	 */
	public OutgoingPublishes(PacketIdentifiers<Object> packetIdentifiers, SessionRecorder recorder) {
		this.packetIdentifiers = packetIdentifiers;
		this.recorder = recorder;
	}

	/**
	 * Return whether another message may be sent now.
	 * @return whether the send quota and the packet identifiers are not used up, and
	 * nothing has to be sent again before
	 */
	public boolean canSend() {
		return this.heldBack.isEmpty() && hasQuota() && this.packetIdentifiers.available() > RESERVED;
	}

	/**
	 * Return whether a message waits for the send quota to be sent again.
	 * @return whether {@link #resend()} has something left
	 */
	public boolean isHeldBack() {
		return !this.heldBack.isEmpty();
	}

	private boolean hasQuota() {
		return this.inFlight - this.heldBack.size() < this.receiveMaximum;
	}

	/**
	 * Return how many messages are in flight.
	 * @return how many messages were sent and are not acknowledged
	 */
	public int inFlight() {
		return this.inFlight;
	}

	/**
	 * Return how many messages may be in flight.
	 * @return the broker's Receive Maximum on the last connection, 65,535 before the
	 * first
	 */
	public int receiveMaximum() {
		return this.receiveMaximum;
	}

	/**
	 * Send a message.
	 * @param number identifies the message within the session
	 * @param message a message of QoS 1 or 2
	 * @param attachment what the caller wants to find again when it is acknowledged
	 * @return the message with its packet identifier
	 * @throws IllegalStateException if {@link #canSend()} is {@code false}
	 */
	public OutgoingPublish<A> send(long number, MqttMessage message, A attachment) {
		if (!canSend()) {
			throw new IllegalStateException("The send quota of " + this.receiveMaximum + " is used up");
		}
		int packetIdentifier = this.packetIdentifiers.next();
		OutgoingPublish<A> publish = new OutgoingPublish<>(number, packetIdentifier, message, attachment,
				this.position);
		this.packetIdentifiers.take(packetIdentifier, publish);
		this.position++;
		this.inFlight++;
		if (this.recorder.isRecording()) {
			this.recorder.record(new SessionChange.PublishSent(number, publish.packetIdentifier(), publish.position()));
		}
		return publish;
	}

	/**
	 * Take a message back that could not be written after all.
	 * @param packetIdentifier the packet identifier it had been given
	 * @return the message, or {@code null} if there is none
	 */
	public @Nullable OutgoingPublish<A> takeBack(int packetIdentifier) {
		OutgoingPublish<A> publish = find(packetIdentifier);
		if (publish != null) {
			finish(publish);
		}
		return publish;
	}

	/**
	 * Handle a PUBACK.
	 * @param packetIdentifier its packet identifier
	 * @return the message that is acknowledged, or {@code null} if there is none
	 * @throws MqttProtocolException if the message has QoS 2
	 */
	public @Nullable OutgoingPublish<A> acknowledge(int packetIdentifier) {
		OutgoingPublish<A> publish = find(packetIdentifier);
		if (publish != null) {
			require(publish.message().qos() == QoS.AT_LEAST_ONCE, "PUBACK", publish);
			finish(publish);
		}
		return publish;
	}

	/**
	 * Handle a PUBREC.
	 * @param packetIdentifier its packet identifier
	 * @param reasonCode its reason code
	 * @return the message that is meant, released and to be answered by PUBREL if the
	 * reason code is no error, finished otherwise; or {@code null} if there is none
	 * @throws MqttProtocolException if the message has QoS 1
	 */
	public @Nullable OutgoingPublish<A> receive(int packetIdentifier, ReasonCode reasonCode) {
		OutgoingPublish<A> publish = find(packetIdentifier);
		if (publish != null) {
			require(publish.message().qos() == QoS.EXACTLY_ONCE, "PUBREC", publish);
			if (reasonCode.isError()) {
				finish(publish);
			}
			else if (!publish.released()) {
				this.heldBack.remove(publish);
				publish.release(this.position++);
				if (this.recorder.isRecording()) {
					this.recorder.record(new SessionChange.PublishReleased(publish.number(), publish.position()));
				}
			}
		}
		return publish;
	}

	/**
	 * Handle a PUBCOMP.
	 * @param packetIdentifier its packet identifier
	 * @return the message that is finished, or {@code null} if there is none
	 * @throws MqttProtocolException if the message is not released
	 */
	public @Nullable OutgoingPublish<A> complete(int packetIdentifier) {
		OutgoingPublish<A> publish = find(packetIdentifier);
		if (publish != null) {
			require(publish.released(), "PUBCOMP", publish);
			finish(publish);
		}
		return publish;
	}

	/**
	 * Return a message that is in flight.
	 * @param packetIdentifier its packet identifier
	 * @return the message, or {@code null} if there is none
	 */
	@SuppressWarnings("unchecked")
	public @Nullable OutgoingPublish<A> find(int packetIdentifier) {
		return (this.packetIdentifiers.get(packetIdentifier) instanceof OutgoingPublish<?> publish)
				? (OutgoingPublish<A>) publish : null;
	}

	private void finish(OutgoingPublish<A> publish) {
		remove(publish);
		if (this.recorder.isRecording()) {
			this.recorder.record(new SessionChange.PublishFinished(publish.number()));
		}
	}

	private void remove(OutgoingPublish<A> publish) {
		this.packetIdentifiers.release(publish.packetIdentifier());
		if (!this.heldBack.isEmpty()) {
			this.heldBack.remove(publish);
		}
		this.inFlight--;
	}

	private void require(boolean condition, String packet, OutgoingPublish<A> publish) {
		if (!condition) {
			throw new MqttProtocolException(ReasonCode.PROTOCOL_ERROR,
					"The broker sent " + packet + " with packet identifier " + publish.packetIdentifier()
							+ " for a message of QoS " + publish.message().qos().level() + " that does not expect it");
		}
	}

	/**
	 * Start anew on another connection with the session resumed. A PUBLISH that exceeds
	 * the broker's Receive Maximum is held back for {@link #resend()}; a PUBREL never is.
	 * @param receiveMaximum the broker's Receive Maximum for the new connection
	 * @return the packets to send again before all others, in the order in which they
	 * were sent first
	 */
	public List<Packet> resume(int receiveMaximum) {
		this.receiveMaximum = receiveMaximum;
		List<OutgoingPublish<A>> pending = pending();
		this.heldBack.clear();
		pending.stream().filter((publish) -> !publish.released()).forEach(this.heldBack::add);
		List<Packet> packets = new ArrayList<>(this.inFlight);
		for (OutgoingPublish<A> publish : pending) {
			Packet packet = publish.released() ? new Pubrel(publish.packetIdentifier()) : resend();
			if (packet != null) {
				packets.add(packet);
			}
		}
		return packets;
	}

	/**
	 * Send the next message again that was held back when the session was resumed.
	 * @return the packet to send, or {@code null} if there is none or the send quota is
	 * used up
	 */
	public @Nullable Publish resend() {
		OutgoingPublish<A> publish = hasQuota() ? this.heldBack.poll() : null;
		return (publish != null) ? publish.toPublish(true) : null;
	}

	/**
	 * Start anew on another connection with an empty session.
	 * @param receiveMaximum the broker's Receive Maximum for the new connection
	 * @param sentAnew whether a message is to be sent as a new one later on, and not
	 * given up
	 * @return the messages that were in flight, in the order in which they were sent
	 */
	public List<OutgoingPublish<A>> restart(int receiveMaximum, Predicate<A> sentAnew) {
		this.receiveMaximum = receiveMaximum;
		List<OutgoingPublish<A>> pending = pending();
		for (OutgoingPublish<A> publish : pending) {
			remove(publish);
			this.recorder
				.record(sentAnew.test(publish.attachment()) ? new SessionChange.PublishRequeued(publish.number())
						: new SessionChange.PublishFinished(publish.number()));
		}
		return pending;
	}

	/**
	 * Take up a message that an earlier process may have sent. Only before anything is
	 * sent.
	 * @param stored the message, with a packet identifier that no other has
	 * @param attachment what the caller wants to find again when it is acknowledged
	 */
	public void restore(StoredPublish stored, A attachment) {
		OutgoingPublish<A> publish = new OutgoingPublish<>(stored.number(), stored.packetIdentifier(), stored.message(),
				attachment, stored.position());
		if (stored.released()) {
			publish.release(stored.position());
		}
		this.packetIdentifiers.occupy(stored.packetIdentifier(), publish);
		this.position = Math.max(this.position, stored.position() + 1);
		this.inFlight++;
	}

	/**
	 * Return the messages that are in flight.
	 * @return a new list, in the order in which they were sent first
	 */
	@SuppressWarnings("unchecked")
	public List<OutgoingPublish<A>> pending() {
		List<OutgoingPublish<A>> pending = new ArrayList<>(this.inFlight);
		for (Object value : this.packetIdentifiers.values()) {
			if (value instanceof OutgoingPublish<?> publish) {
				pending.add((OutgoingPublish<A>) publish);
			}
		}
		if (pending.size() > 1) {
			pending.sort(Comparator.comparingLong(OutgoingPublish::position));
		}
		return pending;
	}

}
