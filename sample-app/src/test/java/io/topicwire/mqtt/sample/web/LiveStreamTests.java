package io.topicwire.mqtt.sample.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import io.topicwire.mqtt.sample.MachineId;
import io.topicwire.mqtt.sample.monitor.Machine;
import io.topicwire.mqtt.sample.monitor.Machines;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.http.MediaType;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link LiveStream} and {@link Viewer}.
 */
class LiveStreamTests {

	private static final MachineId PRESS = new MachineId("north", "press");

	private static final MachineId MILL = new MachineId("north", "mill");

	private final Machines machines = new Machines();

	private final AtomicReference<Object> part = new AtomicReference<>("first");

	private LiveStream liveStream;

	@BeforeEach
	void createLiveStream() {
		LivePart always = new LivePart("always", Object::new);
		this.liveStream = new LiveStream(this.machines,
				List.of(always, new LivePart("sometimes", this.part::get), new LivePart("never", () -> "same")));
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
		await().until(() -> browser.events.size() == 4);
		assertThat(browser.events.subList(1, 4)).containsExactly("first", "same", this.machines.all());
	}

	@Test
	void viewerGetsWhatHasChanged() {
		Browser browser = open(new Browser());
		await().until(() -> browser.events.size() == 4);
		change(MILL);
		await().until(() -> browser.events.size() == 5);
		assertThat(browser.events.get(4)).isEqualTo(List.of(this.machines.get(MILL)));
		this.part.set("second");
		this.liveStream.sendParts();
		await().until(() -> browser.events.size() == 7);
		assertThat(browser.events.get(6)).isEqualTo("second");
	}

	@Test
	void slowViewerHoldsUpNobodyAndGetsOnlyTheLatest() {
		SlowBrowser slow = open(new SlowBrowser());
		Browser quick = open(new Browser());
		await().until(() -> quick.events.size() == 4);
		for (int i = 1; i <= 20; i++) {
			int length = i;
			change(PRESS, length);
			await().until(() -> lastOf(quick).history().size() == Math.min(length, 60));
		}
		assertThat(slow.events).isEmpty();
		slow.go.countDown();
		await().until(() -> slow.events.size() >= 4);
		await().untilAsserted(() -> assertThat(lastOf(slow)).isEqualTo(this.machines.get(PRESS)));
		assertThat(slow.events).hasSizeLessThan(7);
	}

	@Test
	void viewerThatIsGoneIsForgotten() {
		open(new BrokenBrowser());
		await().until(() -> this.liveStream.viewers() == 0);
		Browser browser = open(new Browser());
		await().until(() -> browser.events.size() == 4);
		assertThat(this.liveStream.viewers()).isOne();
	}

	@ParameterizedTest
	@MethodSource("failures")
	void requestThatTheWebServerEndsAtTheSameTimeDisturbsNobody(Exception failure) {
		EndedBrowser browser = new EndedBrowser(failure);
		List<Viewer> gone = new ArrayList<>();
		Viewer viewer = new Viewer(browser, this.machines, Collections.emptyList(), Runnable::run, gone::add);
		assertThatNoException().isThrownBy(viewer::start);
		assertThat(gone).containsExactly(viewer);
		assertThat(browser.completions).isEqualTo((failure instanceof IOException) ? 0 : 1);
		assertThatNoException().isThrownBy(viewer::close);
	}

	static List<Exception> failures() {
		return List.of(new IOException("Broken pipe"), new IllegalStateException("Already completed"));
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
		this.machines.update(id, (machine) -> new Machine(id, null, null, null, null, null, history, null));
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

	/**
	 * Refuses what is asked of a request that the web server has ended.
	 */
	private static final class EndedBrowser extends SseEmitter {

		private final Exception failure;

		int completions;

		EndedBrowser(Exception failure) {
			this.failure = failure;
		}

		@Override
		public void send(SseEventBuilder builder) throws IOException {
			if (this.failure instanceof IOException ex) {
				throw ex;
			}
			throw (RuntimeException) this.failure;
		}

		@Override
		public void complete() {
			throw new IllegalStateException("The request has ended");
		}

		@Override
		public void completeWithError(Throwable ex) {
			this.completions++;
			complete();
		}

	}

}
