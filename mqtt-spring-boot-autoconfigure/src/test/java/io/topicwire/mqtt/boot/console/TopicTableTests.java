package io.topicwire.mqtt.boot.console;

import java.util.List;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.boot.console.TopicTable.Changes;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link TopicTable}.
 */
class TopicTableTests {

	private final TopicTable table = new TopicTable(3);

	private long time;

	private void receive(String topic, String payload) {
		MqttMessage message = MqttMessage.of(topic, payload);
		this.table.add(new RecordedMessage.Source("default", true, ++this.time, 0), message, message.payload());
	}

	private static List<Object> topics(Changes changes) {
		return changes.topics().stream().map((topic) -> topic.get("topic")).toList();
	}

	@Test
	void changesComeInTheirOrderAndOnce() {
		receive("a", "1");
		receive("b", "1");
		receive("a", "2");
		Changes first = this.table.after(0, 10);
		assertThat(topics(first)).containsExactly("b", "a");
		assertThat(first.topics().get(1)).containsEntry("received", 2L).containsEntry("preview", "2");
		assertThat(this.table.after(first.version(), 10).topics()).isEmpty();
		receive("b", "2");
		assertThat(topics(this.table.after(first.version(), 10))).containsExactly("b");
	}

	@Test
	void manyChangesComeInParts() {
		receive("a", "1");
		receive("b", "1");
		receive("c", "1");
		Changes first = this.table.after(0, 2);
		assertThat(topics(first)).containsExactly("a", "b");
		assertThat(first.more()).isTrue();
		// What has changed again meanwhile comes with the rest
		receive("a", "2");
		Changes second = this.table.after(first.version(), 2);
		assertThat(topics(second)).containsExactly("c", "a");
		assertThat(second.more()).isFalse();
	}

	@Test
	void furtherTopicsAreCountedOnly() {
		for (int i = 0; i < 10; i++) {
			receive("topic/" + i, "x");
			receive("topic/" + i, "x");
		}
		receive("topic/1", "x");
		Changes changes = this.table.after(0, 100);
		assertThat(topics(changes)).containsExactly("topic/0", "topic/2", "topic/1");
		assertThat(changes.total()).isEqualTo(3);
		assertThat(changes.hidden()).isEqualTo(7);
		assertThat(changes.hiddenMessages()).isEqualTo(14);
	}

	@Test
	void topicThatIsVeryLongIsNotKept() {
		receive("x".repeat(2000), "x");
		assertThat(this.table.after(0, 100).hidden()).isEqualTo(1);
	}

	@Test
	void sentMessagesAreCountedApartAndDoNotSayWhatIsRetained() {
		MqttMessage message = MqttMessage.of("a", "x").retain(true);
		this.table.add(new RecordedMessage.Source("default", true, 1, 0), message, message.payload());
		this.table.add(new RecordedMessage.Source("default", false, 2, 0), message.retain(false), null);
		this.table.add(new RecordedMessage.Source("other", false, 3, 0), message, null);
		List<?> topics = this.table.after(0, 10).topics();
		assertThat(topics).hasSize(2);
		assertThat(this.table.after(0, 1).topics().get(0)).containsEntry("received", 1L)
			.containsEntry("sent", 1L)
			.containsEntry("bytes", 2L)
			.containsEntry("retained", true)
			.containsEntry("preview", null);
	}

	@Test
	void clearedTableBeginsAnew() {
		receive("a", "1");
		receive("b", "1");
		Changes before = this.table.after(0, 10);
		this.table.clear();
		assertThat(this.table.after(0, 10).topics()).isEmpty();
		receive("c", "1");
		assertThat(topics(this.table.after(before.version(), 10))).containsExactly("c");
	}

}
