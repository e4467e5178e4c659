package io.topicwire.mqtt.sample.web;

import java.io.IOException;
import java.time.Clock;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

import io.topicwire.mqtt.ConnectionState;
import io.topicwire.mqtt.ConnectionStatus;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.sample.MachineId;
import io.topicwire.mqtt.sample.monitor.Machine;
import io.topicwire.mqtt.sample.monitor.Machines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.http.MediaType;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link LiveStream} and {@link Viewer}.
 */
class LiveStreamTests {

	private static final MachineId PRESS = new MachineId("north", "press");

	private static final MachineId MILL = new MachineId("north", "mill");

	private final Machines machines = new Machines();

	private final MqttClient client = mock();

	private LiveStream liveStream;

	@BeforeEach
	void createLiveStream() {
		given(this.client.status()).willReturn(new ConnectionStatus(ConnectionState.CONNECTING, null, 0, null, null));
		given(this.client.url()).willReturn("mqtt://user:secret@broker.example.com:1883");
		given(this.client.clientId()).willReturn("monitor");
		this.liveStream = new LiveStream(this.machines, this.client, Clock.systemUTC());
		change(PRESS);
	}

	@AfterEach
	void destroyLiveStream() {
		this.liveStream.close();
		this.liveStream.destroy();
	}

	@Test
	void newViewerGetsEverything() {
		Browser browser = open(new Browser());
		await().until(() -> browser.events.size() == 2);
		assertThat(browser.events.get(0)).isInstanceOfSatisfying(BrokerStatus.class, (status) -> {
			assertThat(status.state()).isEqualTo(ConnectionState.CONNECTING);
			assertThat(status.server()).isEqualTo("broker.example.com:1883");
		});
		assertThat(browser.events.get(1)).isEqualTo(this.machines.all());
	}

	@Test
	void viewerGetsWhatHasChanged() {
		Browser browser = open(new Browser());
		await().until(() -> browser.events.size() == 2);
		change(MILL);
		await().until(() -> browser.events.size() == 3);
		assertThat(browser.events.get(2)).isEqualTo(List.of(this.machines.get(MILL)));
		this.liveStream.sendStatus();
		await().until(() -> browser.events.size() == 4);
		assertThat(browser.events.get(3)).isInstanceOf(BrokerStatus.class);
	}

	@Test
	void slowViewerHoldsUpNobodyAndGetsOnlyTheLatest() {
		SlowBrowser slow = open(new SlowBrowser());
		Browser quick = open(new Browser());
		await().until(() -> quick.events.size() == 2);
		for (int i = 1; i <= 20; i++) {
			int length = i;
			change(PRESS, length);
			await().until(() -> lastOf(quick).history().size() == Math.min(length, 60));
		}
		assertThat(slow.events).isEmpty();
		slow.go.countDown();
		await().until(() -> slow.events.size() >= 2);
		await().untilAsserted(() -> assertThat(lastOf(slow)).isEqualTo(this.machines.get(PRESS)));
		assertThat(slow.events).hasSizeLessThan(5);
	}

	@Test
	void viewerThatIsGoneIsForgotten() {
		open(new BrokenBrowser());
		await().until(() -> this.liveStream.viewers() == 0);
		Browser browser = open(new Browser());
		await().until(() -> browser.events.size() == 2);
		assertThat(this.liveStream.viewers()).isOne();
	}

	@Test
	void thereAreSoManyViewersOnly() {
		for (int i = 0; i < LiveStream.MAX_VIEWERS; i++) {
			this.liveStream.open();
		}
		assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(this.liveStream::open);
	}

	@Test
	void viewersAreSentAwayWhenTheApplicationStops() {
		Browser browser = open(new Browser());
		this.liveStream.close();
		await().until(() -> browser.completed);
		assertThat(this.liveStream.viewers()).isZero();
		assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(this.liveStream::open);
	}

	private <T extends SseEmitter> T open(T emitter) {
		this.liveStream.open(emitter);
		return emitter;
	}

	private void change(MachineId id) {
		this.machines.update(id, (machine) -> machine);
	}

	private void change(MachineId id, int historyLength) {
		List<Double> history = Collections.nCopies(Math.min(historyLength, 60), 1.0);
		this.machines.update(id, (machine) -> new Machine(id, null, null, null, null, null, history));
	}

	private static Machine lastOf(Browser browser) {
		Object last = browser.events.get(browser.events.size() - 1);
		return (Machine) ((List<?>) last).get(0);
	}

	private static class Browser extends SseEmitter {

		final List<Object> events = new CopyOnWriteArrayList<>();

		volatile boolean completed;

		@Override
		public void send(SseEventBuilder builder) throws IOException {
			builder.build()
				.stream()
				.filter((part) -> MediaType.APPLICATION_JSON.equals(part.getMediaType()))
				.map(ResponseBodyEmitter.DataWithMediaType::getData)
				.forEach(this.events::add);
		}

		@Override
		public void complete() {
			this.completed = true;
		}

	}

	private static final class SlowBrowser extends Browser {

		final CountDownLatch go = new CountDownLatch(1);

		@Override
		public void send(SseEventBuilder builder) throws IOException {
			try {
				this.go.await();
			}
			catch (InterruptedException ex) {
				throw new IOException(ex);
			}
			super.send(builder);
		}

	}

	private static final class BrokenBrowser extends Browser {

		@Override
		public void send(SseEventBuilder builder) throws IOException {
			throw new IOException("Broken pipe");
		}

	}

}
