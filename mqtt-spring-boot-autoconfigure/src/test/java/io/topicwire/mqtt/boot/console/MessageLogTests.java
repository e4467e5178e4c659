package io.topicwire.mqtt.boot.console;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import io.topicwire.mqtt.MessageProperties;
import io.topicwire.mqtt.MqttMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MessageLog}.
 */
class MessageLogTests {

	private static final int MAXIMUM = 10;

	private final MessageLog log = new MessageLog(MAXIMUM, 16);

	private void receive(MqttMessage message) {
		add(message, true);
	}

	private void add(MqttMessage message, boolean received) {
		this.log.add(new RecordedMessage.Source("default", received, 1, 0), message, message.payload());
	}

	private List<RecordedMessage> all() {
		return this.log.after(0, (message) -> true);
	}

	private List<String> handlings(long id) {
		Map<String, @Nullable Object> detail = this.log.detail(id);
		assertThat(detail).isNotNull();
		return ((List<?>) detail.get("handlings")).stream().map((handling) -> {
			Map<?, ?> json = (Map<?, ?>) handling;
			return json.get("listener") + " " + json.get("result") + " " + json.get("attempt");
		}).toList();
	}

	@Test
	void lastMessagesAreKept() {
		for (int i = 0; i < 25; i++) {
			receive(MqttMessage.of("a", "" + i));
		}
		assertThat(all()).extracting(RecordedMessage::text)
			.containsExactly("15", "16", "17", "18", "19", "20", "21", "22", "23", "24");
		assertThat(this.log.detail(1)).isNull();
	}

	@Test
	void payloadIsCutWithItsLengthKeptInMind() {
		receive(MqttMessage.of("a", "x".repeat(100)));
		assertThat(all().get(0).payload()).hasSize(16);
		assertThat(all().get(0).isCut()).isTrue();
		assertThat((Map<?, ?>) this.log.detail(1).get("payload"))
			.hasToString("{size=100, shown=16, hidden=false, text=xxxxxxxxxxxxxxxx, base64=eHh4eHh4eHh4eHh4eHh4eA==}");
	}

	@Test
	void propertiesThatAreLargerThanAPayloadMayBeAreNotKept() {
		receive(MqttMessage.of("a", "x").userProperty("name", "x".repeat(100)).contentType("text/plain"));
		receive(MqttMessage.of("a", "x").userProperty("name", "x").contentType("text/plain"));
		assertThat(all().get(0).message().userProperties()).isEmpty();
		assertThat(all().get(1).message().userProperties()).hasSize(1);
	}

	@Test
	void everyPropertyCountsTowardsWhatIsKept() {
		receive(MqttMessage.of("a", "x").contentType("x".repeat(100)));
		receive(MqttMessage.of("a", "x").responseTopic("x".repeat(100)));
		MqttMessage many = MqttMessage.of("a", "x");
		for (int i = 0; i < 1_000; i++) {
			many = many.userProperty("", "");
		}
		receive(many);
		assertThat(all()).extracting((message) -> message.message().properties())
			.containsOnly(MessageProperties.NONE)
			.hasSize(3);
		assertThat((Map<?, ?>) this.log.detail(3).get("properties")).extracting("kept").isEqualTo(false);
	}

	@Test
	void propertiesThatAreThereAreToldFromThoseThatAreNot() {
		receive(MqttMessage.of("a", "x"));
		receive(MqttMessage.of("a", "x").contentType("text"));
		assertThat((Map<?, ?>) this.log.detail(1).get("properties")).extracting("kept").isEqualTo(true);
		assertThat((Map<?, ?>) this.log.detail(2).get("properties")).extracting("kept").isEqualTo(true);
	}

	@Test
	void longTopicIsShortenedAndHandledAllTheSame() {
		MqttMessage message = MqttMessage.of("x/".repeat(30_000), "1");
		receive(message);
		this.log.handled("default", message, "one", 5, null);
		assertThat(all().get(0).topic()).hasSizeLessThan(1_100).startsWith("x/x/").endsWith("…");
		assertThat(handlings(1)).containsExactly("one handled 1");
	}

	@Test
	void lastAttemptsAreKept() {
		MqttMessage message = MqttMessage.of("a", "x");
		receive(message);
		for (int i = 0; i < 10_000; i++) {
			this.log.handled("default", message, "one", 5, "broken");
		}
		assertThat(handlings(1)).hasSizeLessThan(200).endsWith("one failed 9999", "one failed 10000");
	}

	@Test
	void filterRunsWithoutTheLockThatListenersWaitFor() {
		receive(MqttMessage.of("a", "x"));
		assertThat(this.log.after(0, (message) -> !Thread.holdsLock(this.log))).hasSize(1);
	}

	@Test
	void handlingBelongsToItsMessageWhetherItComesBeforeOrAfterIt() {
		MqttMessage first = MqttMessage.of("a", "1");
		MqttMessage second = MqttMessage.of("a", "2");
		receive(first);
		this.log.handled("default", second, "listener", 5, null);
		this.log.handled("default", first, "listener", 5, "broken");
		receive(second);
		assertThat(handlings(1)).containsExactly("listener failed 1");
		assertThat(handlings(2)).containsExactly("listener handled 1");
	}

	@Test
	void equalMessagesAreHandledInTheirOrderAndRepetitionsBelongTogether() {
		MqttMessage first = MqttMessage.of("a", "x");
		MqttMessage second = MqttMessage.of("a", "x");
		receive(first);
		receive(second);
		this.log.handled("default", first, "one", 5, "broken");
		this.log.handled("default", first, "two", 5, null);
		this.log.handled("default", second, "one", 5, null);
		this.log.handled("default", first, "one", 5, null);
		assertThat(handlings(1)).containsExactly("one failed 1", "two handled 1", "one handled 2");
		assertThat(handlings(2)).containsExactly("one handled 1");
	}

	@Test
	void equalMessagesThatAreHandledEarlyAreToldApart() {
		MqttMessage first = MqttMessage.of("a", "x");
		MqttMessage second = MqttMessage.of("a", "x");
		this.log.handled("default", first, "one", 5, null);
		this.log.handled("default", second, "one", 5, "broken");
		this.log.handled("default", first, "two", 5, null);
		receive(first);
		receive(second);
		assertThat(handlings(1)).containsExactly("one handled 1", "two handled 1");
		assertThat(handlings(2)).containsExactly("one failed 1");
	}

	@Test
	void sentMessageAndThatOfAnotherConnectionAreNotHandled() {
		MqttMessage message = MqttMessage.of("a", "x");
		add(message, false);
		this.log.add(new RecordedMessage.Source("other", true, 1, 0), message, message.payload());
		this.log.handled("default", message, "one", 5, null);
		assertThat(handlings(1)).isEmpty();
		assertThat(handlings(2)).isEmpty();
	}

	@Test
	void handlingsOfMessagesThatNeverComeAreForgotten() {
		for (int i = 0; i < 10_000; i++) {
			this.log.handled("default", MqttMessage.of("a", "" + i), "one", 5, null);
		}
		receive(MqttMessage.of("a", "0"));
		assertThat(handlings(1)).isEmpty();
	}

	@Test
	void handlingsThatComeLaterAreToldOnce() {
		MqttMessage message = MqttMessage.of("a", "x");
		receive(message);
		this.log.handled("default", message, "one", 1_500_000, null);
		List<MessageLog.LoggedHandling> handlings = this.log.handlingsAfter(0);
		assertThat(handlings).hasSize(1);
		assertThat(handlings.get(0).toJson()).containsEntry("message", 1L)
			.containsEntry("listener", "one")
			.containsEntry("millis", 1.5);
		assertThat(this.log.handlingsAfter(handlings.get(0).number())).isEmpty();
	}

	@Test
	void previousMessageIsThatOfTheSameTopicAndDirection() {
		receive(MqttMessage.of("a", "1"));
		receive(MqttMessage.of("b", "2"));
		add(MqttMessage.of("a", "3"), false);
		receive(MqttMessage.of("a", "4"));
		assertThat((Map<?, ?>) this.log.detail(4).get("previous")).extracting("id").isEqualTo(1L);
		assertThat(this.log.detail(2).get("previous")).isNull();
		assertThat(this.log.detail(3).get("previous")).isNull();
	}

	@Test
	void hiddenPayloadTakesPropertyValuesWithIt() {
		MqttMessage message = MqttMessage.of("a", "secret")
			.userProperty("name", "secret")
			.correlationData("secret".getBytes(StandardCharsets.UTF_8));
		this.log.add(new RecordedMessage.Source("default", true, 1, 0), message, null);
		assertThat(this.log.detail(1).toString()).contains("name", "hidden=true", "size=6").doesNotContain("secret");
		assertThat(all().get(0).hasWords(List.of("secret"))).isFalse();
	}

}
