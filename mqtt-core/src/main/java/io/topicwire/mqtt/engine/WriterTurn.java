package io.topicwire.mqtt.engine;

/**
 * What the thread that writes does next.
 */
enum WriterTurn {

	/**
	 * Write what was taken.
	 */
	WRITE,

	/**
	 * Write the last packets and end.
	 */
	LEAVE,

	/**
	 * End, because there was nothing to write for a while.
	 */
	END

}
