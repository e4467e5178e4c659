package io.topicwire.mqtt.boot.autoconfigure;

import java.util.List;

import io.topicwire.mqtt.spring.annotation.MqttListener;
import io.topicwire.mqtt.spring.listener.MqttBatchMessageListener;
import io.topicwire.mqtt.spring.listener.MqttMessageListener;
import io.topicwire.mqtt.spring.publisher.scanned.Devices;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;
import org.springframework.messaging.Message;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that connections, listeners and publishers can be processed ahead of time.
 */
class AheadOfTimeTests {

	@Test
	void beansOfNamedConnectionsAndPublishersAreWrittenDown() throws Exception {
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		RuntimeHints hints = process(files);
		StringBuilder sources = new StringBuilder();
		for (String path : files.getGeneratedFiles(Kind.SOURCE).keySet()) {
			sources.append(files.getGeneratedFileContent(Kind.SOURCE, path));
		}
		assertThat(sources.toString()).contains("\"cloudMqttClient\"", "\"cloudMqttTemplate\"",
				"\"cloudMqttListenerContainerFactory\"", "\"devices\"", "setDefaultCandidate(false)",
				"new AutowireCandidateQualifier(\"org.springframework.beans.factory.annotation.Qualifier\", \"cloud\")");
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(Devices.class)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Devices.Command.class)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Devices.State.class)).accepts(hints);
	}

	@Test
	void listenersAndTheirProxiesAreWrittenDown() throws Exception {
		RuntimeHints hints = process(new InMemoryGeneratedFiles());
		for (Class<?> type : List.of(MqttMessageListener.class, MqttBatchMessageListener.class)) {
			assertThat(RuntimeHintsPredicates.proxies().forInterfaces(AopProxyUtils.completeJdkProxyInterfaces(type)))
				.accepts(hints);
		}
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Application.class.getDeclaredMethod("onOrders", List.class))).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Order.class)).accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Event.class)).accepts(hints);
	}

	@Test
	void propertiesOfNamedConnectionsCanBeBound() throws Exception {
		RuntimeHints hints = process(new InMemoryGeneratedFiles());
		for (Class<?> type : List.of(MqttConnectionProperties.class, MqttSslProperties.class,
				MqttListenerRetryProperties.class)) {
			assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(type.getDeclaredConstructor()))
				.accepts(hints);
		}
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(MqttConnectionProperties.class.getMethod("setUrl", String.class))).accepts(hints);
	}

	private static RuntimeHints process(InMemoryGeneratedFiles files) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			TestPropertyValues.of("mqtt.connection.cloud.url=mqtt://cloud.example.com").applyTo(context);
			context.register(Application.class);
			DefaultGenerationContext generationContext = new DefaultGenerationContext(
					new ClassNameGenerator(ClassName.get(Application.class)), files);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generationContext);
			generationContext.writeGeneratedContent();
			return generationContext.getRuntimeHints();
		}
	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage(basePackageClasses = Devices.class)
	@ImportAutoConfiguration(MqttAutoConfiguration.class)
	static class Application {

		@MqttListener(topics = "orders", batch = "true")
		void onOrders(List<Order> orders) {
		}

		@MqttListener(topics = "events", batch = "true")
		void onEvents(List<Message<Event>> events) {
		}

	}

	record Order(int quantity) {

	}

	record Event(String name) {

	}

}
