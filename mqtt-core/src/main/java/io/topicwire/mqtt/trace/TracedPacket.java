package io.topicwire.mqtt.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import io.topicwire.mqtt.packet.Packet;
import org.jspecify.annotations.Nullable;

/**
 * One packet that was sent or received. Immutable. Passwords, user names and
 * authentication data are replaced by {@code x} from the start.
 *
 * @since 0.1.0
 */
public final class TracedPacket {

	private final TracedConnection connection;

	private final PacketDirection direction;

	private final Instant time;

	private final byte[] encoded;

	private final @Nullable Packet packet;

	private final Details details;

	TracedPacket(TracedConnection connection, PacketDirection direction, Instant time, byte[] encoded,
			@Nullable Packet packet, Details details) {
		this.connection = connection;
		this.direction = direction;
		this.time = time;
		this.encoded = encoded;
		this.packet = packet;
		this.details = details;
	}

	/**
	 * Return the connection.
	 * @return the connection that the packet was sent or received on
	 */
	public TracedConnection connection() {
		return this.connection;
	}

	/**
	 * Return the direction.
	 * @return whether the packet was sent or received
	 */
	public PacketDirection direction() {
		return this.direction;
	}

	/**
	 * Return when the packet was handed to the stream or taken from it.
	 * @return the time; within a connection it never goes back
	 */
	public Instant time() {
		return this.time;
	}

	/**
	 * Return how large the packet is.
	 * @return size in bytes with the fixed header; of a malformed packet what has arrived
	 */
	public int size() {
		return this.encoded.length;
	}

	/**
	 * Return the packet.
	 * @return the packet without secrets but with its payload, or {@code null} if it is
	 * malformed
	 */
	public @Nullable Packet packet() {
		return this.packet;
	}

	/**
	 * Return the packet identifier, which a request and its answers have in common.
	 * @return from 1 to 65,535, or 0 if the packet has none
	 */
	public int packetIdentifier() {
		return (this.packet != null) ? RoundTrips.packetIdentifier(this.packet) : 0;
	}

	/**
	 * Return why the packet is malformed.
	 * @return what is wrong, or {@code null} if it is a valid packet
	 */
	public @Nullable String problem() {
		return this.details.problem();
	}

	/**
	 * Return how long this packet took to answer an earlier one. That is measured for
	 * answers of both sides: a PUBACK that was sent tells how long the handler took.
	 * @return time between the two packets, or {@code null} if this is no answer or the
	 * packet that it answers was not seen
	 */
	public @Nullable Duration roundTrip() {
		return this.details.roundTrip();
	}

	/**
	 * Return the topic that the alias in this PUBLISH stands for (MQTT 5.0, section
	 * 3.3.2.3.4).
	 * @return the topic name, or {@code null} if the packet has a topic of its own, or
	 * the packet that introduced the alias was not seen
	 */
	public @Nullable String aliasedTopic() {
		return this.details.aliasedTopic();
	}

	/**
	 * Return the packet as it is on the wire.
	 * @param redaction what to replace by {@code x}, byte by byte
	 * @return a copy of the bytes, {@link #size()} in number
	 */
	public byte[] encoded(Redaction redaction) {
		byte[] bytes = this.encoded.clone();
		if (redaction == Redaction.PAYLOADS_AND_SECRETS) {
			if (this.packet != null) {
				ConfidentialFields.blankContent(bytes, this.connection.protocolVersion());
			}
			else {
				ConfidentialFields.blankAll(bytes);
			}
		}
		return bytes;
	}

	/**
	 * Describe the packet in one line, whatever characters it has.
	 * @param redaction what to leave out
	 * @return for example <code>&gt; meter-7 PUBLISH id=17 q1 plants/1/state 84 B</code>
	 */
	public String line(Redaction redaction) {
		return PacketLine.of(this, redaction);
	}

	/**
	 * Describe the packet in one line without payload and secrets.
	 */
	@Override
	public String toString() {
		return line(Redaction.PAYLOADS_AND_SECRETS);
	}

	/**
	 * What the packet alone does not tell.
	 *
	 * @param problem why the packet is malformed
	 * @param roundTrip since the packet that this one answers
	 * @param aliasedTopic the topic that the alias stands for
	 */
	record Details(@Nullable String problem, @Nullable Duration roundTrip, @Nullable String aliasedTopic) {

		static Details malformed(String problem) {
			return new Details(Objects.requireNonNull(problem), null, null);
		}

	}

}
