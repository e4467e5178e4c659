package io.topicwire.mqtt.integration;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.leftover.ExpectedErrors;
import io.topicwire.mqtt.leftover.SharedClients;
import io.topicwire.mqtt.leftover.TrackedClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WindowType;
import org.openqa.selenium.chrome.ChromeDriver;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the page of the console in a real browser, with a real broker.
 */
@ExtendWith(ChromiumExtension.class)
@SharedClients
class ConsolePageTests {

	private static final TestBroker broker = new TestBroker();

	private static ConfigurableApplicationContext application;

	private static ConfigurableApplicationContext readOnly;

	private static MqttClient device;

	private final ConsolePage page;

	ConsolePageTests(ChromeDriver driver) {
		this.page = new ConsolePage(driver, ConsoleApplication.url(application));
	}

	@BeforeAll
	static void start() throws Exception {
		broker.start();
		application = ConsoleApplication.run(broker, "--mqtt.console.writable=true");
		readOnly = ConsoleApplication.run(broker);
		device = TrackedClient.of(MqttClient.builder(broker.url()).build());
		device.connect();
	}

	@AfterAll
	static void stop() throws Exception {
		device.close();
		readOnly.close();
		application.close();
		broker.close();
	}

	@BeforeEach
	void makeRoom() {
		this.page.resize(1440, 900);
		this.page.preferColors("light");
	}

	@AfterEach
	void leave() {
		this.page.leave();
	}

	@Test
	void theCardOfAConnectionTellsThatTheBrokerIsGoneAndBack() throws Exception {
		this.page.open("overview");
		this.page.awaitText(".card .state", "Connected"::equals);
		this.page.awaitText(".card .address", (address) -> broker.url().endsWith(address));
		broker.stop();
		try {
			this.page.awaitText(".card .state", "Reconnecting"::equals);
			this.page.await(Find.css(".card .timeline rect.warn"));
			this.page.awaitText(".card .reason", (reason) -> !reason.isEmpty());
		}
		finally {
			broker.start();
		}
		this.page.awaitText(".card .state", "Connected"::equals);
		this.page.click(Find.css(".card details:last-of-type summary"));
		this.page.awaitTexts(".card .history li", (lines) -> lines.size() > 2 && lines.get(0).contains("Connected to")
				&& lines.stream().anyMatch((line) -> line.contains("closed the connection")));
		this.page.await().until(() -> device.status().connection() != null);
	}

	@Test
	void aPingIsSentNowAndShown() {
		this.page.open("overview");
		this.page.click(Find.button("Ping now"));
		assertThat(this.page.awaitText(".latency .result", (text) -> text.contains("answered")))
			.matches("default answered in [\\d.]+ ms");
		this.page.await(Find.css(".latency canvas"));
		this.page.awaitTexts(".latency .figures dd",
				(figures) -> figures.size() == 5 && figures.get(0).matches("[\\d.]+ ms"));
		assertThat(this.page.await(Find.css(".latency [role=img]")).getDomAttribute("aria-label"))
			.matches("Ping latency of the last \\d+ minutes: [1-9]\\d* pings, .*");
	}

	@Test
	void topicsGrowIntoATreeThatCanBeFoldedAndSearched() {
		this.page.open("messages");
		publish("load/greenhouse/1/climate", "humid");
		publish("load/greenhouse/2/climate", "arid");
		assertThat(this.page.await(Find.row("tree", "humid")).getText()).contains("climate");
		this.page.click(Find.row("tree", "greenhouse"));
		this.page.awaitNone(Find.row("tree", "humid"));
		assertThat(this.page.await(Find.row("tree", "greenhouse")).getText()).contains("2 topics");
		this.page.type(Find.field("Search topics"), "HOUSE/2");
		this.page.await(Find.row("tree", "arid"));
		this.page.awaitNone(Find.row("tree", "humid"));
		this.page.type(Find.field("Search topics"), "nowhere");
		this.page.awaitText(".topics .empty", "No topic contains “nowhere”"::equals);
	}

	@Test
	void aTopicIsFollowed() {
		this.page.open("messages");
		publish("load/lift/floor", "1");
		this.page.click(Find.row("tree", "floor"));
		this.page.awaitText(".detail .payload", "1"::equals);
		publish("load/lift/floor", "2");
		this.page.awaitText(".detail .payload", "2"::equals);
		assertThat(this.page.texts(".detail .meta .badge")).contains("follows the topic");
	}

	@Test
	void aTopicWithARetainedMessageSaysSo() {
		device.publish(MqttMessage.of("load/retained", "kept").qos(QoS.AT_LEAST_ONCE).retain(true));
		ConsolePage page = new ConsolePage(this.page.driver(), ConsoleApplication.url(readOnly)).open("messages");
		readOnly.getBean(MqttClient.class).subscribe("load/retained", QoS.AT_LEAST_ONCE, (message) -> {
		});
		assertThat(page.await(Find.row("tree", "kept")).getText()).contains("retained");
		device.publish(MqttMessage.of("load/retained", "").qos(QoS.AT_LEAST_ONCE).retain(true));
	}

	@Test
	void messagesAreFilteredByTopicAndText() {
		this.page.open("messages");
		publish("plants/1/state", "running");
		publish("plants/2/state", "cooling");
		publish("plants/1/temperature", "20");
		this.page.await(Find.row("messages", "plants/1/temperature"));
		this.page.type(Find.field("Topic filter"), "plants/+/state");
		this.page.awaitNone(Find.row("messages", "plants/1/temperature"));
		this.page.await(Find.row("messages", "plants/1/state"));
		this.page.type(Find.field("Text in topic or payload"), "COOL");
		this.page.awaitNone(Find.row("messages", "plants/1/state"));
		publish("plants/3/state", "cooling");
		publish("plants/4/state", "running");
		this.page.await(Find.row("messages", "plants/3/state"));
		assertThat(this.page.texts(".messages .topic")).noneMatch((topic) -> topic.contains("plants/4"));
		this.page.type(Find.field("Topic filter"), "plants/#/state");
		this.page.awaitText("#topic-filter-mistake", (text) -> text.contains("must be the last level"));
		this.page.press(Keys.ESCAPE);
		this.page.await(Find.row("messages", "plants/4/state"));
	}

	@Test
	void aMessageTellsWhichListenerHandledItAndHowLongThatTook() {
		this.page.open("messages");
		publish("plants/7/state", "running");
		assertThat(this.page.await(Find.row("messages", "plants/7/state")).getText()).contains("QoS 1");
		this.page.awaitTexts(".messages .handled",
				(texts) -> texts.stream().anyMatch((text) -> text.matches("✓ handled by states [\\d.]+ ms")));
	}

	@Test
	@ExpectedErrors("Handler for 'plants/+/temperature' failed")
	void aFailureIsShownWithItsReason() {
		this.page.open("messages");
		publish("plants/7/temperature", "nonsense");
		this.page.awaitTexts(".messages .handled", (texts) -> texts.stream().anyMatch((text) -> text.contains("✗")));
		this.page.click(Find.row("messages", "nonsense"));
		this.page.awaitText(".handlings", (text) -> text.contains("no temperature"));
		this.page.show("overview");
		this.page.awaitText("[data-listener=temperatures] .last-error", (text) -> text.contains("no temperature"));
	}

	@Test
	void aPausedStreamStaysAsItIsAndTellsWhatIsNewer() {
		this.page.open("messages");
		publish("plants/1/state", "before");
		this.page.await(Find.row("messages", "before"));
		this.page.click(Find.button("Pause"));
		publish("plants/1/state", "meanwhile");
		this.page.awaitText(".stream header", (text) -> text.contains("1 newer one"));
		assertThat(this.page.texts(".messages .value")).doesNotContain("meanwhile");
		this.page.click(Find.button("Go on"));
		this.page.await(Find.row("messages", "meanwhile"));
	}

	@Test
	void aMessageIsShownAsJsonTextHexChangesAndChart() {
		this.page.open("messages");
		for (String celsius : List.of("20.5", "21.5", "23.5")) {
			device.publish(MqttMessage
				.of("plants/9/temperature", "{\"celsius\":%s,\"big\":12345678901234567890}".formatted(celsius))
				.qos(QoS.AT_LEAST_ONCE)
				.contentType("application/json")
				.userProperty("unit", "°C"));
		}
		this.page.click(Find.row("messages", "\"celsius\":23.5"));
		this.page.awaitText(".payload", (text) -> text.contains("\"big\": 12345678901234567890"));
		assertThat(this.page.texts(".detail .pairs dd")).contains("application/json", "°C");
		this.page.click(Find.button("Text"));
		this.page.awaitText(".payload", "{\"celsius\":23.5,\"big\":12345678901234567890}"::equals);
		this.page.click(Find.button("Hex"));
		this.page.awaitText(".payload", (text) -> text.startsWith("0000 7b 22 63 65 6c 73 69 75 {\"celsiu"));
		this.page.click(Find.button("Changes"));
		this.page.awaitText(".payload .removed", (text) -> text.contains("21.5"));
		this.page.awaitText(".payload .added", (text) -> text.contains("23.5"));
		this.page.click(Find.button("Chart"));
		this.page.await(Find.css(".field-chart canvas"));
		this.page.awaitText(".field-chart p", "/celsius: 3 values from 20.5 to 23.5, the last one 23.5"::equals);
	}

	@Test
	void aMessageThatIsNotKeptWholeSaysSoAndIsNotPublishedAgain() {
		this.page.open("messages");
		device.publish(MqttMessage.of("load/1", "x".repeat(20_000)).qos(QoS.AT_LEAST_ONCE).userProperty("nothing", ""));
		device.publish(MqttMessage.of("load/2", "properties").qos(QoS.AT_LEAST_ONCE).contentType("x".repeat(20_000)));
		// It moves the other one, which would not be where the click goes
		this.page.await(Find.row("messages", "load/2"));
		this.page.click(Find.row("messages", "load/1"));
		this.page.awaitText(".detail .notice", (text) -> text.startsWith("The first 16.4 kB of 20.0 kB"));
		assertThat(this.page.texts(".detail .pairs dt")).contains("nothing");
		assertThat(this.page.await(Find.button("Publish again")).isEnabled()).isFalse();
		this.page.click(Find.row("messages", "load/2"));
		this.page.awaitText(".detail .notice", (text) -> text.startsWith("They are too large to be kept"));
		assertThat(this.page.await(Find.button("Publish again")).isEnabled()).isFalse();
	}

	@Test
	void aMessageIsPublishedAndItsAcknowledgementIsShown() {
		List<MqttMessage> received = new CopyOnWriteArrayList<>();
		device.subscribe("plants/+/commands", QoS.EXACTLY_ONCE, received::add);
		this.page.open("messages");
		this.page.click(Find.button("Publish"));
		this.page.type(Find.field("Topic"), "plants/+/commands");
		this.page.awaitText("#publish-topic-help", (text) -> text.contains("Put a value in place of"));
		this.page.type(Find.field("Topic"), "plants/5/commands");
		this.page.type(Find.field("Payload"), "stop");
		this.page.click(Find.css("input[name=qos][value='2']"));
		this.page.click(Find.css(".publish summary"));
		this.page.type(Find.field("Content type"), "text/plain");
		this.page.click(Find.button("Add a property"));
		this.page.type(Find.field("Name of property 1"), "reason");
		this.page.type(Find.field("Value of property 1"), "overheated");
		this.page.click(Find.css(".publish button[type=submit]"));
		assertThat(this.page.awaitText(".publish .result", (text) -> text.contains("Completed")))
			.matches("[\\d:]+ Completed in [\\d.]+ ms\\.");
		Awaitility.await().until(() -> !received.isEmpty());
		MqttMessage message = received.get(0);
		assertThat(message.payloadAsString()).isEqualTo("stop");
		assertThat(message.qos()).isEqualTo(QoS.EXACTLY_ONCE);
		assertThat(message.properties().contentType()).isEqualTo("text/plain");
		assertThat(message.properties().userProperties())
			.extracting((property) -> property.name() + "=" + property.value())
			.contains("reason=overheated");
		this.page.await(Find.row("messages", "plants/5/commands"));
		this.page.reopen("messages");
		this.page.click(Find.button("Publish"));
		this.page.awaitTexts(".publish .history li", (texts) -> texts.equals(List.of("plants/5/commands stop")));
		device.unsubscribe("plants/+/commands");
	}

	@Test
	void aMessageIsRepeatedUntilThatIsStopped() {
		List<MqttMessage> received = new CopyOnWriteArrayList<>();
		device.subscribe("ticks", QoS.AT_LEAST_ONCE, received::add);
		this.page.open("messages");
		this.page.click(Find.button("Publish"));
		this.page.type(Find.field("Topic"), "ticks");
		this.page.type(Find.css("#publish-interval"), "0.1");
		this.page.click(Find.button("Repeat"));
		Awaitility.await().until(() -> received.size() >= 3);
		this.page.click(Find.button("Stop"));
		this.page.await(Find.button("Repeat"));
		this.page.awaitText(".publish .result", (text) -> text.matches(".*\\(\\d+ times\\)"));
		device.unsubscribe("ticks");
	}

	@Test
	void aRetainedMessageIsCleared() {
		this.page.open("messages");
		device.publish(MqttMessage.of("signs/exit", "on").qos(QoS.AT_LEAST_ONCE).retain(true));
		this.page.click(Find.button("Publish"));
		this.page.type(Find.field("Topic"), "signs/exit");
		this.page.click(Find.button("Clear retained"));
		this.page.awaitText(".publish .result", (text) -> text.contains("signs/exit is cleared"));
		List<MqttMessage> kept = new CopyOnWriteArrayList<>();
		try (MqttClient other = TrackedClient.of(MqttClient.builder(broker.url()).build())) {
			other.connect();
			other.subscribe("signs/+", QoS.AT_LEAST_ONCE, kept::add);
			other.publish(MqttMessage.of("signs/last", "last").qos(QoS.AT_LEAST_ONCE));
			Awaitility.await().until(() -> !kept.isEmpty());
		}
		assertThat(kept).extracting(MqttMessage::topic).containsExactly("signs/last");
	}

	@Test
	void packetsAreShownByteByByte() throws Exception {
		this.page.open("packets");
		publish("plants/1/state", "running");
		this.page.await(Find.row("packets", "PUBACK"));
		this.page.await(Find.row("packets", "PINGRESP"));
		this.page.click(Find.css("input[name=hide-pings]"));
		this.page.awaitNone(Find.row("packets", "PINGRESP"));
		this.page.await(Find.row("packets", "PUBACK"));
		this.page.click(Find.css("select[aria-label='Type of packet'] option[value=PUBLISH]"));
		this.page.awaitNone(Find.row("packets", "PUBACK"));
		this.page.click(Find.row("packets", "plants/1/state"));
		this.page.awaitText(".detail .bytes", (text) -> text.startsWith("0000 32"));
		this.page.hover(Find.css(".fields li:nth-child(3) button"));
		this.page.await(Find.css(".bytes mark"));
		assertThat(this.page.texts(".fields .value")).contains("plants/1/state");
		HttpResponse<byte[]> capture = get(this.page.await(Find.css("a[download]")).getDomProperty("href"));
		assertThat(capture.statusCode()).isEqualTo(200);
		assertThat(capture.body()).startsWith(0x0A, 0x0D, 0x0D, 0x0A);
	}

	@Test
	void theRoundTripOfAnExchangeIsShown() {
		this.page.open("packets");
		this.page.awaitTexts(".packets .round-trip",
				(texts) -> texts.stream().anyMatch((text) -> text.matches("[\\d.]+ ms")));
	}

	@Test
	void aListenerIsPausedAndResumed() {
		this.page.open("overview");
		this.page.click(Find.field("Pause states"));
		this.page.awaitText("[data-listener=states] th", (text) -> text.contains("paused"));
		publish("plants/1/state", "waits");
		this.page.awaitText("[data-listener=states] [data-label=Waiting]", "1"::equals);
		this.page.click(Find.field("Resume states"));
		this.page.awaitText("[data-listener=states] [data-label=Waiting]", "0"::equals);
		this.page.awaitText("[data-listener=states] th", "states"::equals);
		this.page.awaitTexts("[data-listener=states] li", List.of("plants/+/state QoS 1")::equals);
	}

	@Test
	void whatIsCollectedCanBeCleared() {
		this.page.open("messages");
		publish("load/chatter/1", "hello");
		this.page.await(Find.row("messages", "load/chatter/1"));
		this.page.click(Find.css(".stream header .end button:last-child"));
		this.page.awaitNone(Find.row("messages", "load/chatter/1"));
		this.page.click(Find.css(".topics header button"));
		this.page.awaitNone(Find.row("tree", "chatter"));
	}

	@Test
	void aReadOnlyConsoleWithoutAnythingSaysWhatToDo() {
		try (ConfigurableApplicationContext other = ConsoleApplication.runWithoutListeners(broker)) {
			ConsolePage page = new ConsolePage(this.page.driver(), ConsoleApplication.url(other)).open("overview");
			page.awaitText(".listeners .empty", (text) -> text.contains("@MqttListener"));
			page.awaitText(".feed", (text) -> text.contains("read-only"));
			page.show("messages");
			page.awaitText(".topics .empty", (text) -> text.contains("Topics appear with the first message"));
			page.awaitText(".stream .empty", (text) -> text.contains("publish a message yourself"));
			page.awaitText(".side .empty", (text) -> text.contains("Choose a topic or a message"));
			page.click(Find.button("Publish"));
			page.awaitText("#publish-read-only", (text) -> text.contains("Set mqtt.console.writable=true"));
			assertThat(page.await(Find.css(".publish button[type=submit]")).isEnabled()).isFalse();
			assertThat(page.await(Find.field("Topic")).isEnabled()).isFalse();
			page.show("packets");
			page.awaitText(".packet-panel .empty", (text) -> text.contains("Choose one"));
			page.leave();
		}
	}

	@Test
	void theLastPageThatMayBeOpenIsLiveAndTheNextSaysWhatToDo() {
		try (ConfigurableApplicationContext other = ConsoleApplication.runWithoutListeners(broker,
				"--mqtt.console.maximum-viewers=1")) {
			ConsolePage page = new ConsolePage(this.page.driver(), ConsoleApplication.url(other)).open("overview");
			// Before the stream, and when it has begun
			page.await()
				.until(() -> page.script("return performance.getEntriesByType('resource')"
						+ ".filter((entry) => entry.name.endsWith('api/status') && entry.responseEnd > 0).length",
						Long.class) >= 2);
			page.awaitText(".card h3", "default"::equals);
			assertThat(page.texts(".feed-text")).containsExactly("Live");
			assertThat(page.texts(".notice")).isEmpty();
			String first = page.driver().getWindowHandle();
			page.driver().switchTo().newWindow(WindowType.TAB);
			page.driver().get(ConsoleApplication.url(other));
			page.awaitText(".notice", (text) -> text.contains("mqtt.console.maximum-viewers"));
			page.driver().close();
			page.driver().switchTo().window(first);
			page.leave();
			assertThat(page.takeErrors()).allMatch((error) -> error.contains("status of 503"));
		}
	}

	@Test
	void aReadOnlyConsoleDoesNotPauseListeners() {
		ConsolePage page = new ConsolePage(this.page.driver(), ConsoleApplication.url(readOnly)).open("overview");
		assertThat(page.await(Find.field("Pause states")).isEnabled()).isFalse();
		page.awaitText("#listeners-read-only", (text) -> text.contains("mqtt.console.writable=true"));
	}

	@Test
	void thePageIsUsedWithTheKeyboardAlone() {
		this.page.open("overview");
		publish("load/keys/a", "first");
		publish("load/keys/b", "second");
		this.page.press("2");
		this.page.await(Find.row("tree", "second"));
		this.page.press("/");
		this.page.awaitFocus((element) -> "Search topics".equals(element.getDomAttribute("aria-label")));
		this.page.press("load/keys");
		this.page.press(Keys.ARROW_DOWN);
		this.page.awaitFocus((element) -> element.getText().startsWith("load"));
		this.page.press(Keys.END);
		this.page.awaitFocus((element) -> element.getText().startsWith("b"));
		this.page.press(Keys.ENTER);
		this.page.awaitText(".detail .topic", "load/keys/b"::equals);
		this.page.press(Keys.ARROW_LEFT);
		this.page.awaitFocus((element) -> element.getText().startsWith("keys"));
		this.page.focus("#messages");
		this.page.press(Keys.HOME);
		this.page.awaitText(".detail .topic", "load/keys/b"::equals);
		this.page.press(Keys.ARROW_DOWN);
		this.page.awaitText(".detail .topic", "load/keys/a"::equals);
		this.page.press("p");
		this.page.await(Find.button("Go on"));
		this.page.press("p");
		this.page.await(Find.button("Pause"));
		this.page.press("m");
		this.page.awaitFocus((element) -> "publish-topic".equals(element.getDomAttribute("id")));
		this.page.press("load/keys/c");
		this.page.press(Keys.TAB, Keys.TAB);
		this.page.press(Keys.chord(Keys.CONTROL, Keys.ENTER));
		this.page.awaitText(".publish .result", (text) -> text.contains("Acknowledged in"));
		this.page.focus("#messages");
		this.page.press("?");
		assertThat(this.page.await(Find.css("dialog")).getText()).contains("write a message");
		this.page.press(Keys.ESCAPE);
		this.page.await().until(() -> !this.page.script("return document.querySelector('dialog').open", Boolean.class));
		this.page.press("1");
		this.page.await(Find.css(".overview"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "overview", "messages", "packets" })
	void thePageFitsIntoFourHundredPixels(String view) {
		this.page.resize(400, 800);
		this.page.open(view);
		publish("load/a-plant-with-a-long-name/machines/a-machine-with-a-long-name/temperature", "21.5".repeat(50));
		if (view.equals("messages")) {
			this.page.click(Find.row("messages", "a-plant-with-a-long-name"));
			this.page.awaitText(".detail .topic", (topic) -> topic.contains("a-plant-with-a-long-name"));
		}
		else if (view.equals("packets")) {
			this.page.click(Find.css("input[name=hide-pings]"));
			this.page.click(Find.row("packets", "a-plant-with-a-long-name"));
			this.page.await(Find.css(".fields"));
		}
		else {
			this.page.await(Find.css(".latency canvas"));
		}
		assertThat(this.page.script("return document.documentElement.scrollWidth", Long.class))
			.isLessThanOrEqualTo(400);
	}

	@ParameterizedTest
	@ValueSource(strings = { "light", "dark" })
	void thePageIsAccessible(String scheme) {
		this.page.prefer(Map.of("prefers-color-scheme", scheme, "prefers-reduced-motion", "reduce"));
		this.page.open("overview");
		this.page.await(Find.css(".latency canvas"));
		assertThat(this.page.audit()).as("overview").isEmpty();
		this.page.show("messages");
		publish("plants/1/temperature", "{\"celsius\":21.5,\"ok\":true,\"place\":\"north\"}");
		this.page.click(Find.row("messages", "celsius"));
		this.page.await(Find.css(".json"));
		this.page.click(Find.button("Pause"));
		assertThat(this.page.audit()).as("messages").isEmpty();
		this.page.click(Find.button("Publish"));
		assertThat(this.page.audit()).as("publishing").isEmpty();
		this.page.show("packets");
		this.page.click(Find.css("input[name=hide-pings]"));
		this.page.click(Find.row("packets", "PUBLISH"));
		this.page.await(Find.css(".fields"));
		assertThat(this.page.audit()).as("packets").isEmpty();
	}

	@Test
	void coloursAreThoseOfTheSystemUntilSomebodyChooses() {
		this.page.open("overview");
		String light = background();
		this.page.preferColors("dark");
		this.page.await().until(() -> !background().equals(light));
		String dark = background();
		this.page.click(Find.css("button[aria-label^=Colours]"));
		this.page.await().until(() -> background().equals(light));
		this.page.click(Find.css("button[aria-label^=Colours]"));
		this.page.await().until(() -> background().equals(dark));
		this.page.preferColors("light");
		assertThat(background()).isEqualTo(dark);
	}

	private String background() {
		return this.page.script("return getComputedStyle(document.body).backgroundColor", String.class);
	}

	@Test
	void nothingBlinksForWhoeverPrefersThat() {
		this.page.prefer(Map.of("prefers-reduced-motion", "reduce"));
		this.page.open("messages");
		publish("load/blinking", "first");
		this.page.await(Find.row("tree", "first"));
		publish("load/blinking", "second");
		this.page.await(Find.row("tree", "second"));
		assertThat(this.page.script("return document.getAnimations().length", Long.class)).isZero();
	}

	@Test
	void thePolicyAllowsNothingInlineAndNothingFromOutside() throws Exception {
		HttpResponse<byte[]> response = get(ConsoleApplication.url(application));
		assertThat(response.headers().firstValue("Content-Security-Policy")).get()
			.asString()
			.contains("default-src 'none'")
			.doesNotContain("unsafe", "http:", "https:", "*");
		assertThat(new String(response.body(), StandardCharsets.UTF_8)).doesNotContain("style=", "<style", "http:",
				"https:");
		this.page.open("overview");
		String url = ConsoleApplication.url(application);
		List<?> loaded = this.page.script("return performance.getEntriesByType('resource').map((entry) => entry.name)",
				List.class);
		assertThat(loaded).hasSizeGreaterThan(20).allMatch((name) -> name.toString().startsWith(url));
	}

	@Test
	void thePageSaysThatTheApplicationIsGone() {
		ConfigurableApplicationContext other = ConsoleApplication.runWithoutListeners(broker);
		ConsolePage page = new ConsolePage(this.page.driver(), ConsoleApplication.url(other)).open("overview");
		other.close();
		page.awaitText(".feed-text", "No answer"::equals);
		page.awaitText("main .notice", (text) -> text.contains("does not answer"));
		page.leave();
		assertThat(page.takeErrors()).allMatch((error) -> error.contains("ERR_"));
	}

	private static void publish(String topic, String payload) {
		device.publish(MqttMessage.of(topic, payload).qos(QoS.AT_LEAST_ONCE));
	}

	private static HttpResponse<byte[]> get(String url) throws IOException, InterruptedException {
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create(url)).build(), BodyHandlers.ofByteArray());
	}

}
