package io.topicwire.mqtt.store;

import java.io.IOException;

/**
 * A file has the name of another one.
 */
final class ForeignFileException extends IOException {

	private static final long serialVersionUID = 1L;

}
