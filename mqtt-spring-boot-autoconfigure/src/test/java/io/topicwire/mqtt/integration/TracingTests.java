package io.topicwire.mqtt.integration;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import brave.Tracing;
import brave.handler.MutableSpan;
import brave.handler.SpanHandler;
import brave.propagation.TraceContext;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationHandler.FirstMatchingCompositeObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.brave.bridge.BraveBaggageManager;
import io.micrometer.tracing.brave.bridge.BraveCurrentTraceContext;
import io.micrometer.tracing.brave.bridge.BravePropagator;
import io.micrometer.tracing.brave.bridge.BraveTracer;
import io.micrometer.tracing.brave.bridge.W3CPropagation;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingReceiverTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import io.topicwire.mqtt.integration.TestApplication.Reading;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of observations that cross a real broker.
 */
class TracingTests {

	private static final TestBroker broker = new TestBroker();

	@BeforeAll
	static void startBroker() throws Exception {
		broker.start();
	}

	@AfterAll
	static void stopBroker() throws Exception {
		broker.close();
	}

	@Test
	void traceCrossesTheBroker() {
		try (ConfigurableApplicationContext context = run("5")) {
			List<MutableSpan> spans = context.getBean(Spans.class).list;
			Observation.createNotStarted("request", context.getBean(ObservationRegistry.class))
				.observe(() -> context.getBean(MqttTemplate.class).send("plants/7/temperature", new Reading(20)));
			Awaitility.await().until(() -> spans.size() == 3);
			MutableSpan request = find(spans, "request");
			MutableSpan publish = find(spans, "publish none");
			MutableSpan process = find(spans, "process plants/{plant}/temperature");
			assertThat(publish.traceId()).isEqualTo(request.traceId());
			assertThat(publish.parentId()).isEqualTo(request.id());
			assertThat(publish.kind()).isEqualTo(brave.Span.Kind.PRODUCER);
			assertThat(process.traceId()).isEqualTo(request.traceId());
			assertThat(process.parentId()).isEqualTo(publish.id());
			assertThat(process.kind()).isEqualTo(brave.Span.Kind.CONSUMER);
			assertThat(process.tags()).containsEntry("messaging.destination.name", "plants/7/temperature")
				.containsEntry("mqtt.listener.id", "temperatures");
		}
	}

	@Test
	void traceEndsWhereTheVersionHasNoUserProperties() {
		try (ConfigurableApplicationContext context = run("3.1.1")) {
			List<MutableSpan> spans = context.getBean(Spans.class).list;
			context.getBean(MqttTemplate.class).send("plants/7/temperature", new Reading(20));
			Awaitility.await().until(() -> spans.size() == 2);
			assertThat(find(spans, "process plants/{plant}/temperature").traceId())
				.isNotEqualTo(find(spans, "publish none").traceId());
		}
	}

	@Test
	void sendingAndListeningAreTimed() {
		try (ConfigurableApplicationContext context = run("5")) {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			context.getBean(MqttTemplate.class).send("plants/7/temperature", new Reading(20)).join();
			Awaitility.await().until(() -> meters.find("mqtt.listener").timer() != null);
			assertThat(meters.get("mqtt.listener")
				.tags("mqtt.listener.id", "temperatures", "error", "none", "mqtt.connection", "default")
				.timer()
				.count()).isEqualTo(1);
			Awaitility.await().until(() -> meters.find("mqtt.publish").timer() != null);
			assertThat(meters.get("mqtt.publish").tags("mqtt.qos", "1", "error", "none").timer().count()).isEqualTo(1);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "mqtt.template", "mqtt.listener" })
	void observationsCanBeSwitchedOff(String prefix) {
		Map<String, String> others = Map.of("mqtt.template", "process plants/{plant}/temperature", "mqtt.listener",
				"publish none");
		try (ConfigurableApplicationContext context = run("5", "--" + prefix + ".observation-enabled=false")) {
			List<MutableSpan> spans = context.getBean(Spans.class).list;
			context.getBean(MqttTemplate.class).send("plants/7/temperature", new Reading(20));
			Awaitility.await().until(() -> TestApplication.received(context).contains("plant 7: 20.0"));
			Awaitility.await().until(() -> !spans.isEmpty());
			assertThat(spans).extracting(MutableSpan::name).containsExactly(others.get(prefix));
		}
	}

	private static MutableSpan find(List<MutableSpan> spans, String name) {
		return spans.stream().filter((span) -> name.equals(span.name())).findFirst().orElseThrow();
	}

	private static ConfigurableApplicationContext run(String version, String... arguments) {
		return new SpringApplicationBuilder(TestApplication.class, TracingConfiguration.class)
			.web(WebApplicationType.NONE)
			.main(TestApplication.class)
			.properties("mqtt.url=" + broker.url(), "mqtt.protocol-version=" + version, "spring.main.banner-mode=off")
			.run(arguments);
	}

	/**
	 * Spans that have ended.
	 */
	static class Spans extends SpanHandler {

		private final List<MutableSpan> list = new CopyOnWriteArrayList<>();

		@Override
		public boolean end(TraceContext context, MutableSpan span, Cause cause) {
			this.list.add(span);
			return true;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TracingConfiguration {

		@Bean
		Spans spans() {
			return new Spans();
		}

		@Bean
		Tracing tracing(Spans spans) {
			return Tracing.newBuilder().propagationFactory(new W3CPropagation()).addSpanHandler(spans).build();
		}

		@Bean
		ObservationHandler<Observation.Context> tracingHandler(Tracing tracing) {
			Tracer tracer = new BraveTracer(tracing.tracer(),
					new BraveCurrentTraceContext(tracing.currentTraceContext()), new BraveBaggageManager());
			Propagator propagator = new BravePropagator(tracing);
			return new FirstMatchingCompositeObservationHandler(
					new PropagatingSenderTracingObservationHandler<>(tracer, propagator),
					new PropagatingReceiverTracingObservationHandler<>(tracer, propagator),
					new DefaultTracingObservationHandler(tracer));
		}

	}

}
