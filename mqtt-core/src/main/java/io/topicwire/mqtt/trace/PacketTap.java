package io.topicwire.mqtt.trace;

/**
 * Is shown every packet that a client sends and receives. What a tap does cannot hurt the
 * connection: it runs on a thread of its own that neither reads nor writes, one packet
 * after the other for each client, and what it throws is logged. A tap that is slower
 * than the connection misses packets and is told how many.
 * <p>
 * A tap may serve several clients, which call it from several threads. The client never
 * closes it.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface PacketTap {

	/**
	 * Handle a packet. Packets of one connection come in the order in which they were
	 * handed to the stream and taken from it; a received packet may be shown before one
	 * that was sent at the same moment, but never before the one that it answers.
	 * @param packet the packet
	 */
	void traced(TracedPacket packet);

	/**
	 * Return whether the tap wants to be shown packets at this moment. Asked for each
	 * write and each received packet by the threads that write and read, so it has to
	 * answer at once. Packets that no tap of a client wants cost the client no more than
	 * this question.
	 * @return {@code true} by default
	 */
	default boolean isActive() {
		return true;
	}

	/**
	 * Handle that packets were not traced because too many were waiting: 16 MiB for each
	 * client.
	 * @param connection the connection that they belong to
	 * @param count how many packets are missing between the one before and the one after
	 * this call
	 */
	default void dropped(TracedConnection connection, long count) {
	}

}
