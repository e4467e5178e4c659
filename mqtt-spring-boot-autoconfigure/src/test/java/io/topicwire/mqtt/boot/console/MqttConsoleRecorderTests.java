package io.topicwire.mqtt.boot.console;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.spring.listener.MqttInvocationListener;
import io.topicwire.mqtt.trace.PacketTap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MqttConsoleRecorder}.
 */
@ExtendWith(OutputCaptureExtension.class)
class MqttConsoleRecorderTests {

	private final Traffic traffic = new Traffic(ProtocolVersion.MQTT_5);

	private static MqttConsoleRecorder recorder(boolean showPayloads, MqttConsolePayloadFilter... filters) {
		ConsoleSettings settings = RequestGuardTests.settings(false);
		return new MqttConsoleRecorder(new ConsoleSettings("test", "/mqtt-console", false, false, showPayloads,
				settings.limits(), settings.timing()), List.of(filters));
	}

	private static @Nullable String preview(MqttConsoleRecorder recorder) {
		List<RecordedMessage> messages = recorder.messages().after(0, (message) -> true);
		return messages.get(messages.size() - 1).text();
	}

	@Test
	void tapRestsUntilSomebodyLooksAndEverythingIsForgottenAfterwards() {
		MqttConsoleRecorder recorder = recorder(true);
		PacketTap tap = recorder.tap("default");
		assertThat(tap.isActive()).isFalse();
		recorder.start();
		assertThat(tap.isActive()).isTrue();
		tap.traced(this.traffic.received(new Publish(1, false, MqttMessage.of("a", "x").qos(QoS.AT_LEAST_ONCE), 0)));
		recorder.stop();
		assertThat(tap.isActive()).isFalse();
		assertThat(recorder.messages().after(0, (message) -> true)).isEmpty();
		assertThat(recorder.packets().after(0, (packet) -> true)).isEmpty();
		assertThat(recorder.topics().after(0, 10).topics()).isEmpty();
	}

	@Test
	void messageThatIsStillBeingFilteredIsForgottenToo() {
		List<MqttConsoleRecorder> recorders = new ArrayList<>();
		MqttConsoleRecorder recorder = recorder(true, (connection, message) -> {
			recorders.get(0).stop();
			return message.payload();
		});
		recorders.add(recorder);
		recorder.start();
		recorder.tap("default").traced(this.traffic.received(new Publish(0, false, MqttMessage.of("a", "x"), 0)));
		assertThat(recorder.messages().after(0, (message) -> true)).isEmpty();
		assertThat(recorder.topics().after(0, 10).topics()).isEmpty();
		assertThat(recorder.packets().after(0, (packet) -> true)).isEmpty();
	}

	@Test
	void longMessageOfAFailureIsShortened() {
		MqttConsoleRecorder recorder = recorder(true);
		recorder.invocationListener(() -> "default")
			.invoked("one", MqttMessage.of("a", "x"), Duration.ofMillis(5),
					new IllegalStateException("x".repeat(1_000_000)));
		assertThat(recorder.listeners().describe("one", System.currentTimeMillis()).toString())
			.contains("IllegalStateException: xxx", "x…")
			.hasSizeLessThan(2_000);
	}

	@Test
	void failuresOfListenersThatAreGoneAreForgotten() {
		MqttConsoleRecorder recorder = recorder(true);
		MqttInvocationListener listener = recorder.invocationListener(() -> "default");
		for (int i = 0; i < 5_000; i++) {
			listener.invoked("listener-" + i, MqttMessage.of("a", "x"), Duration.ofMillis(5),
					new IllegalStateException("overheated"));
		}
		long now = System.currentTimeMillis();
		assertThat(recorder.listeners().describe("listener-0", now)).containsEntry("lastError", null);
		assertThat(recorder.listeners().describe("listener-4999", now).get("lastError")).isNotNull();
	}

	@Test
	void messageIsKnownByTheTopicOfItsAliasOrNotAtAll() {
		MqttConsoleRecorder recorder = recorder(true);
		recorder.start();
		PacketTap tap = recorder.tap("default");
		tap.traced(this.traffic.sent(new Publish(0, false, MqttMessage.of("", "1"), 3)));
		tap.traced(this.traffic.sent(new Publish(0, false, MqttMessage.of("plants/1", "2"), 3)));
		tap.traced(this.traffic.sent(new Publish(0, false, MqttMessage.of("", "3"), 3)));
		assertThat(recorder.messages().after(0, (message) -> true)).extracting(RecordedMessage::topic)
			.containsExactly("plants/1", "plants/1");
		assertThat(recorder.packets().after(0, (packet) -> true)).hasSize(3);
	}

	@Test
	void connectionWithATapIsTraced() {
		MqttConsoleRecorder recorder = recorder(true);
		recorder.tap("default");
		assertThat(recorder.isTraced("default")).isTrue();
		assertThat(recorder.isTraced("other")).isFalse();
	}

	@Test
	void payloadsThatAreSwitchedOffAreNotKeptAtAll() {
		MqttConsoleRecorder recorder = recorder(false);
		recorder.start();
		recorder.tap("default").traced(this.traffic.received(new Publish(0, false, MqttMessage.of("a", "secret"), 0)));
		assertThat(preview(recorder)).isNull();
		assertThat(recorder.isShowingAll()).isFalse();
		assertThat(recorder.topics().after(0, 10).topics().toString()).doesNotContain("secret");
	}

	@Test
	void eachFilterSeesWhatTheOneBeforeHasLeft() {
		MqttConsoleRecorder recorder = recorder(true, (connection, message) -> message.payloadAsString().equals("drop")
				? null : (message.payloadAsString() + connection).getBytes(), (connection, message) -> {
					assertThat(message.payloadAsString()).isNotEqualTo("drop");
					return (message.payloadAsString() + "2").getBytes();
				});
		recorder.start();
		PacketTap tap = recorder.tap("default");
		tap.traced(this.traffic.received(new Publish(0, false, MqttMessage.of("a", "1"), 0)));
		assertThat(preview(recorder)).isEqualTo("1default2");
		tap.traced(this.traffic.received(new Publish(0, false, MqttMessage.of("a", "drop"), 0)));
		assertThat(preview(recorder)).isNull();
	}

	@Test
	void filterThatFailsHidesAndIsLoggedOnce(CapturedOutput output) {
		MqttConsoleRecorder recorder = recorder(true, (connection, message) -> {
			throw new IllegalStateException("broken filter");
		});
		recorder.start();
		PacketTap tap = recorder.tap("default");
		for (int i = 0; i < 3; i++) {
			tap.traced(this.traffic.received(new Publish(0, false, MqttMessage.of("a", "secret"), 0)));
		}
		assertThat(preview(recorder)).isNull();
		assertThat(output).containsOnlyOnce("A payload filter of the MQTT console failed").doesNotContain("secret");
	}

	@Test
	void listenersAreTimedWhileSomebodyLooksAndFailuresAlwaysKept() {
		MqttConsoleRecorder recorder = recorder(true);
		MqttInvocationListener listener = recorder.invocationListener(() -> "default");
		MqttMessage message = MqttMessage.of("a", "x");
		listener.invoked("one", message, Duration.ofMillis(5), new IllegalStateException("overheated"));
		long now = System.currentTimeMillis();
		assertThat(recorder.listeners().describe("one", now)).containsEntry("averageMillis", null)
			.extractingByKey("lastError")
			.asString()
			.contains("IllegalStateException: overheated");
		recorder.start();
		listener.invoked("one", message, Duration.ofMillis(4), null);
		listener.invoked("one", message, Duration.ofMillis(8), null);
		assertThat(recorder.listeners().describe("one", now)).containsEntry("averageMillis", 6.0)
			.containsEntry("maximumMillis", 8.0);
		assertThat(recorder.listeners().describe("one", now + 120_000)).containsEntry("averageMillis", null);
	}

	@Test
	void failureDoesNotQuoteAPayloadThatIsHidden() {
		MqttConsoleRecorder recorder = recorder(false);
		recorder.invocationListener(() -> "default")
			.invoked("one", MqttMessage.of("a", "secret"), Duration.ofMillis(5),
					new IllegalStateException("cannot read 'secret'"));
		assertThat(recorder.listeners().describe("one", System.currentTimeMillis()).toString())
			.contains("IllegalStateException")
			.doesNotContain("secret");
	}

}
