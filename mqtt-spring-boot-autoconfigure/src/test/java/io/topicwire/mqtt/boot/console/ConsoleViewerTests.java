package io.topicwire.mqtt.boot.console;

import java.time.Duration;
import java.util.AbstractList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.ConnectionStatus;
import io.topicwire.mqtt.MqttException;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.ProtocolVersion;
import io.topicwire.mqtt.packet.Pingreq;
import io.topicwire.mqtt.packet.Publish;
import io.topicwire.mqtt.spring.FakeMqttClient;
import io.topicwire.mqtt.trace.PacketTap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ConsoleViewer} and {@link ConsoleViewers}.
 */
class ConsoleViewerTests {

	private final Traffic traffic = new Traffic(ProtocolVersion.MQTT_5);

	private final ConsoleSettings settings = new ConsoleSettings("test", "/mqtt-console", false, false, true,
			new ConsoleSettings.Limits(2, 10_000, 1_000, 1_000, 100),
			new ConsoleSettings.Timing(Duration.ofMillis(50), Duration.ZERO, Duration.ZERO));

	private final MqttConsoleRecorder recorder = new MqttConsoleRecorder(this.settings, Collections.emptyList());

	private final PacketTap tap = this.recorder.tap("default");

	private final FakeMqttClient client = new FakeMqttClient();

	private final ConsoleState state = new ConsoleState(Map.of("default", this.client), null, this.recorder);

	private final ConsoleViewers viewers = new ConsoleViewers(this.state, this.settings);

	@AfterEach
	void close() {
		this.viewers.close();
		this.state.close();
	}

	private ConsoleViewer open(String... parameters) {
		Map<String, String> map = new HashMap<>();
		for (int i = 0; i < parameters.length; i += 2) {
			map.put(parameters[i], parameters[i + 1]);
		}
		return this.viewers.open(EventFilter.of(map));
	}

	private void receive(String topic, String payload) {
		this.tap.traced(this.traffic.received(new Publish(0, false, MqttMessage.of(topic, payload), 0)));
	}

	private static Stream<String> names(String events) {
		return events.lines().filter((line) -> line.startsWith("event: ")).map((line) -> line.substring(7));
	}

	private static JsonNode data(String events, String name) {
		List<String> lines = events.lines().toList();
		int index = lines.indexOf("event: " + name);
		assertThat(index).as("event %s in %s", name, events).isNotNegative();
		return JsonMapper.shared().readTree(lines.get(index + 1).substring("data: ".length()));
	}

	@Test
	void firstUpdateHasAllThatIsKnownAndTheNextWhatIsNew() {
		this.recorder.start();
		receive("a", "before");
		assertThat(names(open().next())).containsExactly("hello", "connections", "listeners", "timeline", "topics",
				"messages", "packets");
		// Without what is told again every second
		ConsoleViewer viewer = open("parts", "timeline,topics,messages,packets");
		viewer.next();
		assertThat(viewer.next()).isEmpty();
		receive("a", "after");
		String events = viewer.next();
		assertThat(names(events)).containsExactly("topics", "messages", "packets");
		assertThat(data(events, "messages").path("messages").path(0).path("preview").asString()).isEqualTo("after");
	}

	@Test
	void manyMessagesAreThinnedOutAndTheLastIsShown() {
		ConsoleViewer viewer = open("parts", "messages");
		viewer.next();
		for (int i = 1; i <= 500; i++) {
			receive("a", "" + i);
		}
		JsonNode messages = data(viewer.next(), "messages");
		assertThat(messages.path("seen").asInt()).isEqualTo(500);
		assertThat(messages.path("step").asInt()).isEqualTo(20);
		assertThat(messages.path("skipped").asInt()).isEqualTo(475);
		assertThat(messages.path("messages").valueStream().map((message) -> message.path("preview").asString()))
			.hasSize(25)
			.startsWith("20", "40")
			.endsWith("480", "500");
	}

	@Test
	void pageThatIsSlowCostsNoMoreThanOneThatIsFast() {
		ConsoleViewer viewer = open();
		viewer.next();
		for (int i = 1; i <= 100_000; i++) {
			receive("topic/" + i % 500, "" + i);
		}
		String events = viewer.next();
		assertThat(data(events, "topics").path("topics").size()).isEqualTo(500);
		assertThat(data(events, "messages").path("messages").size()).isLessThanOrEqualTo(25);
		assertThat(data(events, "packets").path("packets").size()).isEqualTo(50);
		assertThat(events.length()).isLessThan(300_000);
	}

	@Test
	void topicsComeInPartsUntilAllAreThere() {
		this.recorder.start();
		for (int i = 1; i <= 2_500; i++) {
			receive("topic/" + i, "x");
		}
		ConsoleViewer viewer = open("parts", "topics");
		JsonNode first = data(viewer.next(), "topics");
		assertThat(first.path("topics").size()).isEqualTo(1_000);
		assertThat(first.path("total").asInt()).isEqualTo(2_500);
		assertThat(first.path("more").asBoolean()).isTrue();
		assertThat(data(viewer.next(), "topics").path("topics").size()).isEqualTo(1_000);
		JsonNode last = data(viewer.next(), "topics");
		assertThat(last.path("topics").size()).isEqualTo(500);
		assertThat(last.path("more").asBoolean()).isFalse();
	}

	@Test
	void messagesAreFilteredBeforeTheyAreThinnedOut() {
		ConsoleViewer viewer = open("parts", "messages,packets", "topic", "rare/+", "text", "HOT machine", "types",
				"-PUBLISH");
		viewer.next();
		for (int i = 1; i <= 500; i++) {
			receive("often", "" + i);
		}
		receive("rare/1", "a hot Machine");
		receive("rare/2", "a cold machine");
		receive("rare/1/2", "a hot machine");
		this.tap.traced(this.traffic.sent(Pingreq.INSTANCE));
		String events = viewer.next();
		assertThat(data(events, "messages").path("messages").valueStream().map((message) -> message.path("topic")))
			.singleElement()
			.extracting(JsonNode::asString)
			.isEqualTo("rare/1");
		assertThat(data(events, "packets").path("packets").valueStream().map((packet) -> packet.path("type")))
			.singleElement()
			.extracting(JsonNode::asString)
			.isEqualTo("PINGREQ");
	}

	@Test
	void messageThatIsNotWantedIsLookedAtOnce() {
		AtomicInteger looks = new AtomicInteger();
		List<String> words = new AbstractList<>() {

			@Override
			public String get(int index) {
				return "wanted";
			}

			@Override
			public int size() {
				looks.incrementAndGet();
				return 1;
			}

		};
		ConsoleViewer viewer = this.viewers
			.open(new EventFilter(null, words, null, null, Collections.emptySet(), Set.of("messages")));
		receive("a", "other");
		viewer.next();
		assertThat(looks).hasPositiveValue();
		int before = looks.get();
		viewer.next();
		assertThat(looks).hasValue(before);
		receive("a", "wanted");
		assertThat(data(viewer.next(), "messages").path("seen").asInt()).isEqualTo(1);
	}

	@Test
	void messagesOfTopicsThatAreNotKeptAreToldToo() {
		ConsoleViewer viewer = open("parts", "topics");
		viewer.next();
		receive("x".repeat(2_000), "x");
		JsonNode topics = data(viewer.next(), "topics");
		assertThat(topics.path("hidden").asInt()).isEqualTo(1);
		assertThat(topics.path("hiddenMessages").asInt()).isEqualTo(1);
		assertThat(viewer.next()).isEmpty();
	}

	@Test
	void pageThatComesBackIsToldThatThereIsNoTopic() {
		ConsoleViewer viewer = open("parts", "topics");
		assertThat(data(viewer.next(), "topics").path("total").asInt()).isZero();
		assertThat(viewer.next()).isEmpty();
	}

	@Test
	void handlingIsToldForMessagesThatThePageKnows() {
		MqttMessage first = MqttMessage.of("a", "1");
		MqttMessage second = MqttMessage.of("b", "2");
		ConsoleViewer viewer = open("parts", "messages", "topic", "a");
		receive("a", "1");
		receive("b", "2");
		viewer.next();
		this.recorder.invocationListener(() -> "default").invoked("one", first, Duration.ofMillis(2), null);
		this.recorder.invocationListener(() -> "default").invoked("two", second, Duration.ofMillis(2), null);
		JsonNode handlings = data(viewer.next(), "handled").path("handlings");
		assertThat(handlings.size()).isEqualTo(1);
		assertThat(handlings.path(0).path("listener").asString()).isEqualTo("one");
		assertThat(viewer.next()).isEmpty();
	}

	@Test
	void connectionsAndListenersAreToldAtOnceWhenSomethingWasChanged() {
		ConsoleViewer viewer = open();
		viewer.next();
		this.viewers.refresh();
		assertThat(names(viewer.next())).containsExactly("connections", "listeners");
	}

	@Test
	void pageIsToldWhatWasForgotten() {
		ConsoleViewer viewer = open("parts", "topics");
		viewer.next();
		this.viewers.cleared(List.of("topics", "messages"));
		this.viewers.cleared(List.of("topics"));
		assertThat(data(viewer.next(), "cleared").path("parts").valueStream().map(JsonNode::asString))
			.containsExactly("messages", "topics");
		assertThat(viewer.next()).isEmpty();
	}

	@Test
	void wrongParametersAreRefused() {
		for (String[] wrong : new String[][] { { "topic", "a/#/b" }, { "types", "PUBLISH,OTHER" },
				{ "parts", "topics,other" } }) {
			assertThatExceptionOfType(ConsoleException.class).isThrownBy(() -> open(wrong));
		}
		assertThat(this.viewers.count()).isZero();
	}

	@Test
	void collectingBeginsWithTheFirstPageAndEndsAfterTheLast() {
		assertThat(this.tap.isActive()).isFalse();
		ConsoleViewer first = open();
		ConsoleViewer second = open();
		assertThat(this.tap.isActive()).isTrue();
		first.close();
		first.close();
		assertThat(this.viewers.count()).isEqualTo(1);
		second.close();
		Awaitility.await().until(() -> !this.tap.isActive());
		Awaitility.await().until(() -> !isThreadAlive());
		open();
		assertThat(this.tap.isActive()).isTrue();
	}

	private static boolean isThreadAlive() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.anyMatch((thread) -> thread.getName().equals("mqtt-console"));
	}

	@Test
	void brokersAreNotPingedFasterAfterARest() throws InterruptedException {
		BlockingQueue<Long> pings = new LinkedBlockingQueue<>();
		CountDownLatch rest = new CountDownLatch(1);
		FakeMqttClient slow = new FakeMqttClient() {

			@Override
			public CompletableFuture<Duration> pingAsync() {
				pings.add(System.nanoTime());
				try {
					rest.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
				return CompletableFuture.completedFuture(Duration.ofMillis(1));
			}

		};
		slow.setStatus(new ConnectionStatus(ConnectionState.CONNECTED, null, 0, null, null));
		Duration interval = Duration.ofMillis(100);
		ConsoleState slowState = new ConsoleState(Map.of("default", slow), null, this.recorder);
		try (ConsoleViewers slowViewers = new ConsoleViewers(slowState,
				new ConsoleSettings("test", "/mqtt-console", false, false, true, this.settings.limits(),
						new ConsoleSettings.Timing(Duration.ofMillis(50), interval, Duration.ZERO)))) {
			slowViewers.open(EventFilter.of(Collections.emptyMap()));
			long begin = pings.take();
			Awaitility.await().until(() -> System.nanoTime() - begin > 5 * interval.toNanos());
			rest.countDown();
			long second = pings.take();
			assertThat(pings.take() - second).isGreaterThan(interval.dividedBy(2).toNanos());
		}
		finally {
			slowState.close();
		}
	}

	@Test
	void pageThatIsNotTheFirstIsToldWhyThereIsNoRoom() {
		open();
		assertThat(this.viewers.refusal()).isNull();
		open();
		assertThat(this.viewers.refusal()).isNotNull()
			.extracting(ConsoleException::getMessage)
			.asString()
			.contains("2 times already");
		this.viewers.close();
		assertThat(this.viewers.refusal()).isNotNull();
	}

	@Test
	void attemptThatWillNotComeIsNotAnnounced() {
		ConsoleViewer viewer = open("parts", "connections");
		this.client.setStatus(new ConnectionStatus(ConnectionState.RECONNECTING, null, 0, null, null));
		this.client.listeners()
			.forEach((listener) -> listener.connectFailed(new MqttException("refused"), Duration.ofSeconds(5)));
		assertThat(card(viewer.next()).path("nextAttemptAt").isNumber()).isTrue();
		this.client.setStatus(new ConnectionStatus(ConnectionState.DISCONNECTED, null, 0, null, null));
		this.viewers.refresh();
		assertThat(card(viewer.next()).path("nextAttemptAt").isNull()).isTrue();
	}

	private static JsonNode card(String events) {
		return data(events, "connections").path("connections").path(0);
	}

	@Test
	void numberOfPagesIsBounded() {
		open();
		open();
		assertThatExceptionOfType(ConsoleException.class).isThrownBy(() -> open())
			.withMessageContaining("mqtt.console.maximum-viewers");
	}

	@Test
	void closedConsoleClosesItsPagesAndOpensNoOther() throws InterruptedException {
		ConsoleViewer viewer = open();
		assertThat(viewer.awaitUpdate()).isTrue();
		this.viewers.close();
		assertThat(viewer.isClosed()).isTrue();
		assertThat(viewer.awaitUpdate()).isFalse();
		assertThatExceptionOfType(ConsoleException.class).isThrownBy(() -> open());
		this.viewers.open();
		assertThat(open().isClosed()).isFalse();
	}

	@Test
	void connectionIsNotWatchedAnyMoreAfterTheConsole() {
		assertThat(this.client.listeners()).hasSize(1);
		this.state.close();
		assertThat(this.client.listeners()).isEmpty();
		this.state.open();
		this.state.open();
		assertThat(this.client.listeners()).hasSize(1);
	}

}
