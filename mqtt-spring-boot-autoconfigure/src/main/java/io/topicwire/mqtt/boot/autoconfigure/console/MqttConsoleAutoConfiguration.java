package io.topicwire.mqtt.boot.autoconfigure.console;

import java.util.Map;

import io.topicwire.mqtt.boot.autoconfigure.MqttAutoConfiguration;
import io.topicwire.mqtt.boot.autoconfigure.MqttClientBuilderCustomizer;
import io.topicwire.mqtt.boot.console.ConsoleSettings;
import io.topicwire.mqtt.boot.console.MqttConsole;
import io.topicwire.mqtt.boot.console.MqttConsolePayloadFilter;
import io.topicwire.mqtt.boot.console.MqttConsoleRecorder;
import io.topicwire.mqtt.boot.console.reactive.MqttConsoleWebHandler;
import io.topicwire.mqtt.boot.console.servlet.MqttConsoleRequestHandler;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.config.MqttListenerEndpointRegistry;
import io.topicwire.mqtt.spring.core.MqttClientRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.ImportRuntimeHints;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.handler.SimpleUrlHandlerMapping;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the console.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = MqttAutoConfiguration.class)
@ConditionalOnClass(MqttClient.class)
@ConditionalOnWebApplication
@ConditionalOnBooleanProperty("mqtt.console.enabled")
@ConditionalOnBean(MqttClientRegistry.class)
@EnableConfigurationProperties(MqttConsoleProperties.class)
@ImportRuntimeHints(MqttConsoleAutoConfiguration.Hints.class)
public final class MqttConsoleAutoConfiguration {

	// Before those of controllers, which may take all paths
	private static final int ORDER = -10;

	MqttConsoleAutoConfiguration() {
	}

	private static ConsoleSettings settings(MqttConsoleProperties properties, Environment environment) {
		int payloadSize = Math.toIntExact(Math.min(Integer.MAX_VALUE, properties.getMaximumPayloadSize().toBytes()));
		return new ConsoleSettings(environment.getProperty("spring.application.name", "application"),
				properties.getPath(), properties.isWritable(), properties.isAllowRemote(), properties.isShowPayloads(),
				new ConsoleSettings.Limits(properties.getMaximumViewers(), properties.getMaximumTopics(),
						properties.getMaximumMessages(), properties.getMaximumPackets(), payloadSize),
				new ConsoleSettings.Timing(properties.getUpdateInterval(), properties.getPingInterval(),
						properties.getIdleTimeout()));
	}

	private static Map<String, Object> patterns(MqttConsoleProperties properties, Object handler) {
		return Map.of(properties.getPath(), handler, properties.getPath() + "/**", handler);
	}

	@Bean
	@ConditionalOnMissingBean
	MqttConsoleRecorder mqttConsoleRecorder(MqttConsoleProperties properties, Environment environment,
			ObjectProvider<MqttConsolePayloadFilter> filters) {
		return new MqttConsoleRecorder(settings(properties, environment), filters.orderedStream().toList());
	}

	@Bean
	MqttClientBuilderCustomizer mqttConsoleClientBuilderCustomizer(MqttConsoleRecorder recorder) {
		return new ConsoleTapCustomizer(recorder);
	}

	@Bean
	static ConsoleListenerPostProcessor mqttConsoleListenerPostProcessor(ObjectProvider<MqttConsoleRecorder> recorder,
			ObjectProvider<MqttClientRegistry> clients) {
		return new ConsoleListenerPostProcessor(recorder, clients);
	}

	@Bean
	@ConditionalOnMissingBean
	MqttConsole mqttConsole(MqttConsoleProperties properties, Environment environment, MqttClientRegistry clients,
			ObjectProvider<MqttListenerEndpointRegistry> registry, MqttConsoleRecorder recorder,
			ResourceLoader resourceLoader) {
		ClassLoader classLoader = resourceLoader.getClassLoader();
		return new MqttConsole(settings(properties, environment), clients.getClients(), registry.getIfUnique(),
				recorder, (classLoader != null) ? classLoader : MqttConsole.class.getClassLoader());
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.SERVLET)
	@ConditionalOnClass(DispatcherServlet.class)
	static class ServletConfiguration {

		@Bean
		SimpleUrlHandlerMapping mqttConsoleHandlerMapping(MqttConsole console, MqttConsoleProperties properties) {
			return new SimpleUrlHandlerMapping(
					patterns(properties, new MqttConsoleRequestHandler(console, properties.getPath())), ORDER);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	@ConditionalOnClass(DispatcherHandler.class)
	static class ReactiveConfiguration {

		@Bean
		org.springframework.web.reactive.handler.SimpleUrlHandlerMapping mqttConsoleHandlerMapping(MqttConsole console,
				MqttConsoleProperties properties) {
			return new org.springframework.web.reactive.handler.SimpleUrlHandlerMapping(
					patterns(properties, new MqttConsoleWebHandler(console, properties.getPath())), ORDER);
		}

	}

	/**
	 * The files of the page, for native images.
	 */
	static class Hints implements RuntimeHintsRegistrar {

		@Override
		public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
			hints.resources()
				.registerPattern("META-INF/mqtt-console/**")
				.registerPattern("META-INF/maven/org.mvnpm/htm/pom.properties")
				.registerPattern("META-INF/maven/org.webjars.npm/uplot/pom.properties")
				.registerPattern("META-INF/resources/_static/htm/**")
				.registerPattern("META-INF/resources/webjars/uplot/**");
		}

	}

}
