package io.topicwire.mqtt.store;

import java.io.IOException;

/**
 * A block of a file is not what was written.
 */
final class DamagedBlockException extends IOException {

	private static final long serialVersionUID = 1L;

	DamagedBlockException(String message) {
		super(message);
	}

}
