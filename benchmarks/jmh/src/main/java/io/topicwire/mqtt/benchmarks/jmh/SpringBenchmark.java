package io.topicwire.mqtt.benchmarks.jmh;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.topicwire.mqtt.Acknowledgement;
import io.topicwire.mqtt.AcknowledgingHandler;
import io.topicwire.mqtt.MqttMessage;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import io.topicwire.mqtt.spring.support.ReceivedMessages;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.Message;
import org.springframework.messaging.converter.MessageConverter;

/**
 * What Spring costs for a message with a record as JSON, from the client to the method
 * and from the template to the client, beside the same JSON mapper called by hand.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@State(Scope.Thread)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class SpringBenchmark {

	private static final String TOPIC = Packets.topic(0);

	private static final Reading READING = new Reading(21.5, 1_700_000_000_000L, "celsius");

	private final CapturingClient client = new CapturingClient();

	private final MqttClient publisher = this.client.client();

	private @Nullable ConfigurableApplicationContext context;

	private @Nullable MqttTemplate template;

	private final Acknowledgement acknowledgement = CapturingClient.acknowledgement();

	private @Nullable AcknowledgingHandler listener;

	private @Nullable JsonMapper jsonMapper;

	private @Nullable MessageConverter converter;

	private @Nullable MqttMessage message;

	private @Nullable Reading received;

	/**
	 * Start an application with a listener.
	 */
	@Setup
	public void startApplication() {
		SpringApplication application = new SpringApplication(Application.class);
		application.setLogStartupInfo(false);
		application.addInitializers((context) -> {
			context.getBeanFactory().registerSingleton("mqttClient", this.publisher);
			context.getBeanFactory().registerSingleton("benchmark", this);
		});
		this.context = application.run("--spring.main.banner-mode=off", "--logging.level.root=off");
		this.template = this.context.getBean(MqttTemplate.class);
		this.jsonMapper = this.context.getBean(JsonMapper.class);
		this.converter = this.context.getBean("mqttMessageConverter", MessageConverter.class);
		this.listener = Objects.requireNonNull(this.client.handler());
		this.message = MqttMessage.of(TOPIC, this.jsonMapper.writeValueAsBytes(READING));
	}

	/**
	 * Stop the application.
	 */
	@TearDown
	public void stopApplication() {
		Objects.requireNonNull(this.context).close();
	}

	/**
	 * Give a message to a method with {@link MqttListener @MqttListener}.
	 * @return what the method was given
	 * @throws Exception if the method fails
	 */
	@Benchmark
	public @Nullable Reading listener() throws Exception {
		Objects.requireNonNull(this.listener).handle(Objects.requireNonNull(this.message), this.acknowledgement);
		return this.received;
	}

	/**
	 * Read the record in a handler of the client.
	 * @return the record
	 */
	@Benchmark
	public @Nullable Reading handlerByHand() {
		MqttMessage message = Objects.requireNonNull(this.message);
		this.received = Objects.requireNonNull(this.jsonMapper).readValue(message.payload(), Reading.class);
		return this.received;
	}

	/**
	 * Have the converter of the listener read the record in a handler of the client.
	 * @return the record
	 */
	@Benchmark
	public @Nullable Reading converterByHand() {
		Message<byte[]> message = ReceivedMessages.toMessage(Objects.requireNonNull(this.message), Map.of());
		this.received = (Reading) Objects.requireNonNull(this.converter).fromMessage(message, Reading.class);
		return this.received;
	}

	/**
	 * Send a record with the template.
	 * @return the result of the client
	 */
	@Benchmark
	public CompletableFuture<?> template() {
		return Objects.requireNonNull(this.template).send(TOPIC, READING);
	}

	/**
	 * Publish a record with the client.
	 * @return the result of the client
	 */
	@Benchmark
	public CompletableFuture<?> publishByHand() {
		return this.publisher
			.publishAsync(MqttMessage.of(TOPIC, Objects.requireNonNull(this.jsonMapper).writeValueAsBytes(READING)));
	}

	void receive(Reading reading) {
		this.received = reading;
	}

	/**
	 * What is sent as JSON.
	 *
	 * @param value the value
	 * @param time when it was measured
	 * @param unit what it was measured in
	 */
	public record Reading(double value, long time, String unit) {

	}

	/**
	 * An application as a user would write it.
	 */
	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		Readings readings(SpringBenchmark benchmark) {
			return new Readings(benchmark);
		}

	}

	/**
	 * Takes the messages.
	 */
	static class Readings {

		private final SpringBenchmark benchmark;

		Readings(SpringBenchmark benchmark) {
			this.benchmark = benchmark;
		}

		@MqttListener("plants/{plant}/machines/{machine}/temperature")
		void onReading(Reading reading) {
			this.benchmark.receive(reading);
		}

	}

}
