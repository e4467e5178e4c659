package io.topicwire.mqtt.topic;

/**
 * Walks the levels of a topic without cutting it into pieces. The level after one that
 * ends at {@code end} starts at {@code end + 1}; there is one as long as that start is
 * not greater than the length of the topic, for the last level may be empty.
 */
final class TopicLevels {

	private TopicLevels() {
	}

	/**
	 * Return where a level ends.
	 * @param topic a topic name, filter or template
	 * @param start index where the level starts
	 * @return index of the separator after the level, or the length of the topic
	 */
	static int end(String topic, int start) {
		int end = topic.indexOf('/', start);
		return (end != -1) ? end : topic.length();
	}

}
