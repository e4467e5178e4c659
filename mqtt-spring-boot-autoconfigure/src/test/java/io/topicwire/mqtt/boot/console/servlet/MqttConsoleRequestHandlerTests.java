package io.topicwire.mqtt.boot.console.servlet;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.topicwire.mqtt.boot.console.ConsoleSettings;
import io.topicwire.mqtt.boot.console.MqttConsole;
import io.topicwire.mqtt.boot.console.MqttConsoleRecorder;
import io.topicwire.mqtt.spring.FakeMqttClient;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockAsyncContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.util.ServletRequestPathUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MqttConsoleRequestHandler}.
 */
class MqttConsoleRequestHandlerTests {

	private final ConsoleSettings settings = new ConsoleSettings("test", "/mqtt-console", false, false, true,
			new ConsoleSettings.Limits(1, 10, 10, 10, 100),
			new ConsoleSettings.Timing(Duration.ofMillis(50), Duration.ZERO, Duration.ZERO));

	private final MqttConsole console = new MqttConsole(this.settings, Map.of("default", new FakeMqttClient()), null,
			new MqttConsoleRecorder(this.settings, Collections.emptyList()), getClass().getClassLoader());

	private final MqttConsoleRequestHandler handler = new MqttConsoleRequestHandler(this.console, "/mqtt-console");

	@AfterEach
	void stop() {
		this.console.stop();
	}

	@Test
	void pageThatTheServerHasEndedIsNotEndedAgainBecauseThatWouldEndAnother() throws IOException {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/mqtt-console/api/events");
		request.addHeader("Host", "localhost");
		request.setAsyncSupported(true);
		ServletRequestPathUtils.parseAndCache(request);
		MockHttpServletResponse response = new MockHttpServletResponse();
		this.handler.handleRequest(request, response);
		MockAsyncContext context = (MockAsyncContext) Objects.requireNonNull(request.getAsyncContext());
		Awaitility.await().until(() -> response.getContentAsString().contains("event: hello"));
		AtomicInteger completed = new AtomicInteger();
		context.addListener(new CompletionCounter(completed));
		for (AsyncListener listener : context.getListeners()) {
			listener.onError(new AsyncEvent(context, new IOException("broken pipe")));
		}
		Awaitility.await()
			.until(() -> Thread.getAllStackTraces()
				.keySet()
				.stream()
				.noneMatch((thread) -> thread.getName().startsWith("mqtt-console-viewer-")));
		assertThat(completed).hasValue(1);
	}

	private record CompletionCounter(AtomicInteger completed) implements AsyncListener {

		@Override
		public void onComplete(AsyncEvent event) {
			this.completed.incrementAndGet();
		}

		@Override
		public void onTimeout(AsyncEvent event) {
		}

		@Override
		public void onError(AsyncEvent event) {
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
		}

	}

}
