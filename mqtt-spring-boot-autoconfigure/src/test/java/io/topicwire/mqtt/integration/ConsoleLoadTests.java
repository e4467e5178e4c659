package io.topicwire.mqtt.integration;

import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.leftover.SharedClients;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.openqa.selenium.Keys;
import org.openqa.selenium.chrome.ChromeDriver;

import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A thousand messages a second over two thousand topics, with the page open and somebody
 * who uses it. <code>-Dconsole.load.seconds=300</code> makes it a measurement, which
 * prints its figures and judges them.
 */
@ExtendWith(ChromiumExtension.class)
@SharedClients
class ConsoleLoadTests {

	private static final int SECONDS = Integer.getInteger("console.load.seconds", 4);

	/**
	 * From here on there is enough to tell growth from noise.
	 */
	private static final int SECONDS_OF_A_MEASUREMENT = 60;

	private static final int TOPICS = 2_000;

	private static final int BATCH = 20;

	@Test
	void aThousandMessagesASecondOverTwoThousandTopicsAreBearable(ChromeDriver driver) throws Exception {
		try (TestBroker broker = new TestBroker().start();
				ConfigurableApplicationContext application = ConsoleApplication.run(broker);
				// Not a tracked one, which would remember the future of each message
				MqttClient device = MqttClient.builder(broker.url()).build()) {
			device.connect();
			MqttClient receiver = application.getBean(MqttClient.class);
			AtomicLong sent = new AtomicLong();
			AtomicBoolean resting = new AtomicBoolean();
			ConsolePage page = new ConsolePage(driver, ConsoleApplication.url(application)).open("messages");
			page.resize(1440, 900);
			ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor();
			try {
				schedule.scheduleAtFixedRate(() -> sendBatch(device, sent, resting), 0, BATCH, TimeUnit.MILLISECONDS);
				page.awaitText(".topics header .number", "2,000"::equals);
				watchReactions(page);
				use(page, Duration.ofSeconds(SECONDS).dividedBy(3));
				Heaps before = Heaps.atRest(page, receiver, resting);
				use(page, Duration.ofSeconds(SECONDS).multipliedBy(2).dividedBy(3));
				Heaps after = Heaps.atRest(page, receiver, resting);
				judge(page, sent.get(), before, after);
			}
			finally {
				schedule.shutdownNow();
				page.leave();
				// What is chosen may have made room for a thousand later ones
				assertThat(page.takeErrors())
					.allMatch((error) -> error.matches(".*/api/(messages|packets)/\\d+ - .* status of 404 .*"));
			}
		}
	}

	private static void sendBatch(MqttClient device, AtomicLong sent, AtomicBoolean resting) {
		if (resting.get()) {
			return;
		}
		for (int i = 0; i < BATCH; i++) {
			long number = sent.getAndIncrement();
			long topic = number * 7 % TOPICS;
			device.publishAsync(MqttMessage.of("load/" + topic / 100 + "/" + topic, "{\"number\":" + number + "}"));
		}
	}

	/**
	 * Let the page write down how long it takes from each key and click to the next frame
	 * that is drawn.
	 */
	private static void watchReactions(ConsolePage page) {
		page.script("""
				window.reactions = [];
				for (const type of ['keydown', 'pointerdown']) {
					addEventListener(type, (event) => requestAnimationFrame(() => setTimeout(() =>
						reactions.push(performance.now() - event.timeStamp))), true);
				}
				""", Object.class);
	}

	private static void use(ConsolePage page, Duration duration) {
		long end = System.nanoTime() + duration.toNanos();
		do {
			page.point(".tree .row");
			page.point("input[data-search]");
			page.keys("load/7/");
			page.awaitText(".tree .row[aria-level='3'] .name", (name) -> true);
			page.keys(Keys.chord(Keys.CONTROL, "a"), Keys.DELETE);
			page.point(".messages .row");
			page.keys(Keys.ARROW_DOWN, Keys.ARROW_DOWN, Keys.END, Keys.HOME);
			page.point(".stream .pause");
			page.point(".stream .pause");
			page.point(".views a[href='#packets']");
			page.point(".packets .row");
			page.point(".views a[href='#overview']");
			page.awaitText(".latency figcaption", (caption) -> true);
			page.point(".views a[href='#messages']");
		}
		while (System.nanoTime() < end);
	}

	private static void judge(ConsolePage page, long sent, Heaps before, Heaps after) {
		long reactions = page.script("return reactions.length", Long.class);
		double median = reaction(page, 0.5);
		double slow = reaction(page, 0.99);
		double slowest = reaction(page, 1);
		long elements = page.script("return document.querySelectorAll('*').length", Long.class);
		System.out.printf(
				"Console under load: %,d messages in %d s, %d reactions to input with a median of %.0f ms, 99 %% within %.0f ms, the slowest %.0f ms; "
						+ "after a third of the time %s, at the end %s; %d elements%n",
				sent, SECONDS, reactions, median, slow, slowest, before, after, elements);
		assertThat(number(page, ".topics header .number")).isEqualTo(TOPICS);
		assertThat(number(page, ".stream header .number")).isBetween(1, 1_000);
		assertThat(elements).isLessThan(2_500);
		assertThat(reactions).isPositive();
		if (SECONDS >= SECONDS_OF_A_MEASUREMENT) {
			assertThat(slowest).isLessThanOrEqualTo(200);
			assertThat(after.page()).isLessThan(before.page() + 3_000_000);
			assertThat(after.application()).isLessThan(before.application() + 10_000_000);
		}
	}

	private static double reaction(ConsolePage page, double quantile) {
		return page
			.script("return reactions.sort((a, b) => a - b)[Math.ceil(reactions.length * %s) - 1]".formatted(quantile),
					Number.class)
			.doubleValue();
	}

	private static int number(ConsolePage page, String selector) {
		return Integer.parseInt(page.awaitText(selector, (text) -> !text.isEmpty()).replace(",", ""));
	}

	/**
	 * What page and application need in bytes.
	 */
	private record Heaps(long page, long application) {

		/**
		 * Measure while nothing is sent, so that what is under way does not count.
		 */
		static Heaps atRest(ConsolePage page, MqttClient receiver, AtomicBoolean resting) {
			resting.set(true);
			AtomicLong received = new AtomicLong();
			Awaitility.await()
				.atMost(Duration.ofMinutes(1))
				.pollInterval(Duration.ofSeconds(1))
				.until(() -> received.getAndSet(receiver.statistics().messagesReceived()) == receiver.statistics()
					.messagesReceived());
			page.command("HeapProfiler.collectGarbage", Collections.emptyMap());
			Number used = (Number) page.command("Runtime.getHeapUsage", Collections.emptyMap()).get("usedSize");
			System.gc();
			Runtime runtime = Runtime.getRuntime();
			Heaps heaps = new Heaps(used.longValue(), runtime.totalMemory() - runtime.freeMemory());
			resting.set(false);
			return heaps;
		}

		@Override
		public String toString() {
			return "the page has %.1f MB and the application %.1f MB".formatted(this.page / 1e6,
					this.application / 1e6);
		}

	}

}
