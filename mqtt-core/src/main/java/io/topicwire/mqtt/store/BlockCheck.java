package io.topicwire.mqtt.store;

/**
 * Decides about blocks that are read.
 */
@FunctionalInterface
interface BlockCheck {

	/**
	 * The chunk of a block that is not as it was written.
	 */
	int DAMAGED = -1;

	Decision apply(int chunk);

	/**
	 * What to do with a block.
	 */
	enum Decision {

		USE,

		BLANK,

		FAIL

	}

}
