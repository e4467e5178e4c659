package io.topicwire.mqtt.boot.console.reactive;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.netty.buffer.PooledByteBufAllocator;
import io.topicwire.mqtt.boot.console.ConsoleSettings;
import io.topicwire.mqtt.boot.console.MqttConsole;
import io.topicwire.mqtt.boot.console.MqttConsoleRecorder;
import io.topicwire.mqtt.spring.FakeMqttClient;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.NettyDataBufferFactory;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link MqttConsoleWebHandler}.
 */
class MqttConsoleWebHandlerTests {

	private static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080);

	private final ConsoleSettings settings = new ConsoleSettings("test", "/mqtt-console", false, false, true,
			new ConsoleSettings.Limits(1, 10, 10, 10, 100),
			new ConsoleSettings.Timing(Duration.ofMillis(50), Duration.ZERO, Duration.ZERO));

	private final MqttConsole console = new MqttConsole(this.settings, Map.of("default", new FakeMqttClient()), null,
			new MqttConsoleRecorder(this.settings, Collections.emptyList()), getClass().getClassLoader());

	private final MqttConsoleWebHandler handler = new MqttConsoleWebHandler(this.console, "/mqtt-console");

	@AfterEach
	void stop() {
		this.console.stop();
	}

	@Test
	void nextUpdateWaitsUntilTheOneBeforeHasLeft() {
		List<DataBuffer> waiting = new CopyOnWriteArrayList<>();
		MockServerHttpResponse response = new MockServerHttpResponse(
				new NettyDataBufferFactory(PooledByteBufAllocator.DEFAULT));
		// As a server that takes all there is, and sends it when the page reads it
		response.setWriteHandler((body) -> body.doOnNext(waiting::add).then());
		MockServerWebExchange exchange = MockServerWebExchange
			.builder(MockServerHttpRequest.get("/mqtt-console/api/events?parts=connections")
				.header("Host", "localhost")
				.remoteAddress(LOOPBACK)
				.localAddress(LOOPBACK))
			.build();
		Disposable page = this.handler.handle(exchange.mutate().response(response).build()).subscribe();
		Awaitility.await().until(() -> waiting.size() == 1);
		assertThat(waiting.get(0).toString(StandardCharsets.UTF_8)).contains("event: hello");
		// There is news every second
		Awaitility.await()
			.during(Duration.ofMillis(1_500))
			.atMost(Duration.ofSeconds(10))
			.until(() -> waiting.size() == 1);
		DataBufferUtils.release(waiting.get(0));
		Awaitility.await().until(() -> waiting.size() == 2);
		page.dispose();
		waiting.forEach(DataBufferUtils::release);
	}

	@Test
	void pageThatCannotBeAnsweredMakesRoomForAnother() {
		MockServerHttpResponse committed = new MockServerHttpResponse();
		committed.setComplete().block();
		assertThatExceptionOfType(UnsupportedOperationException.class)
			.isThrownBy(() -> this.handler.handle(events().mutate().response(committed).build()).block());
		MockServerHttpResponse response = new MockServerHttpResponse();
		response.setWriteHandler((body) -> body.then());
		this.handler.handle(events().mutate().response(response).build()).subscribe().dispose();
		assertThat(response.getStatusCode()).hasToString("200 OK");
	}

	private static MockServerWebExchange events() {
		return MockServerWebExchange
			.builder(MockServerHttpRequest.get("/mqtt-console/api/events")
				.header("Host", "localhost")
				.remoteAddress(LOOPBACK)
				.localAddress(LOOPBACK))
			.build();
	}

	@Test
	void pageThatIsClosedMakesRoomForAnother() {
		for (int i = 0; i < 3; i++) {
			MockServerHttpResponse response = new MockServerHttpResponse();
			response.setWriteHandler((body) -> body.then());
			this.handler.handle(events().mutate().response(response).build()).subscribe().dispose();
			assertThat(response.getStatusCode()).hasToString("200 OK");
		}
	}

}
