package io.topicwire.mqtt.benchmarks.measure;

/**
 * What can be measured.
 */
public enum Kind {

	/** Messages published asynchronously per second. */
	PUBLISH,

	/** Messages published asynchronously per second over many connections. */
	CONNECTIONS,

	/** Messages sent per second without asking what becomes of them. */
	SEND,

	/** Messages published per second, one after the other has been finished. */
	PUBLISH_BLOCKING,

	/** Messages received per second. */
	RECEIVE,

	/** Time of a blocking publish. */
	ROUND_TRIP,

	/** Time from a publish of QoS 0 to the receipt of the same message. */
	ECHO,

	/** Time from the start of a process to the CONNACK. */
	START,

	/** Memory for a connection that does nothing. */
	IDLE

}
