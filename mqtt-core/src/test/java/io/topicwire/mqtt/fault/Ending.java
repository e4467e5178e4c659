package io.topicwire.mqtt.fault;

/**
 * How a connection comes to its end, seen from both of its sides.
 */
public enum Ending {

	/** Properly: both sides read the end of the stream after what was sent before. */
	FIN,

	/** With a reset: both sides get an error. */
	RESET,

	/**
	 * Not at all, as if the cable had been pulled out: nothing gets through any more, and
	 * neither side is told.
	 */
	VANISH

}
