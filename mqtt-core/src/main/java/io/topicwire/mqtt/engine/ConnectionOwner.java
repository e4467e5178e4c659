package io.topicwire.mqtt.engine;

import java.util.List;

import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttProtocolException;
import io.topicwire.mqtt.packet.Packet;

/**
 * What a {@link Connection} needs from its owner. Called on the threads of the
 * connection, without the lock of the client.
 */
interface ConnectionOwner {

	/**
	 * Return the packet to begin with. May wait for the application.
	 * @return the CONNECT
	 */
	Packet connectPacket();

	/**
	 * Handle packets, and wait if no more of them can be taken.
	 * @param packets the packets in the order in which they came
	 */
	void received(List<Packet> packets);

	/**
	 * Note that something was read.
	 * @param count how many bytes
	 */
	void bytesRead(int count);

	/**
	 * Handle that the first packet was written and others may follow.
	 */
	void writable();

	/**
	 * Note that something is about to be written, which may take long.
	 * @param count how many bytes
	 */
	void writing(int count);

	/**
	 * Take what is to be written, waiting for it, and for others who write. Only for the
	 * thread of the writer.
	 * @return what to do
	 */
	WriterTurn firstTurn();

	/**
	 * Handle that what was taken was written, and take what is next, waiting for it. Only
	 * for the thread of the writer.
	 * @return what to do
	 */
	WriterTurn nextTurn();

	/**
	 * Handle that what was taken was written.
	 */
	void written();

	/**
	 * Handle that what was taken was not written, or only in part.
	 * @param begun whether some bytes may have been written
	 * @param failure why
	 */
	void notWritten(boolean begun, Throwable failure);

	/**
	 * Handle that a packet cannot be written at all.
	 * @param index where it is in what was taken
	 * @param failure why
	 */
	void rejected(int index, MqttException failure);

	/**
	 * Handle that the broker broke the rules of the protocol.
	 * @param failure what it did
	 */
	void violated(MqttProtocolException failure);

	/**
	 * Handle that the connection is of no use any more. Does nothing the second time.
	 * @param failure why
	 */
	void ended(MqttException failure);

	/**
	 * Handle that the stream is closed.
	 */
	void closed();

}
