package io.topicwire.mqtt.boot.autoconfigure;

import java.util.List;

import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.spring.config.ContainerCustomizer;
import io.topicwire.mqtt.spring.config.DefaultMqttListenerContainerFactory;
import io.topicwire.mqtt.spring.core.MqttOperations;
import io.topicwire.mqtt.spring.listener.MqttMessageInterceptor;
import io.topicwire.mqtt.spring.listener.MqttMessageRecoverer;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.PropertyMapper;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.util.Assert;
import org.springframework.validation.Validator;

/**
 * Configures {@link DefaultMqttListenerContainerFactory} with sensible defaults.
 * <p>
 * Can be injected into application code and used to define a custom
 * {@code DefaultMqttListenerContainerFactory} whose configuration is based upon that
 * produced by auto-configuration.
 *
 * @since 0.1.0
 */
public final class MqttListenerContainerFactoryConfigurer {

	private final MqttConnectionProperties properties;

	private final MessageConverter messageConverter;

	private final MqttObservations observations;

	private final String connection;

	private final @Nullable MqttMessageRecoverer recoverer;

	private final @Nullable MqttOperations replyTemplate;

	private final @Nullable Validator validator;

	private final List<ContainerCustomizer> containerCustomizers;

	private @Nullable MqttMessageInterceptor interceptor;

	private boolean virtualThreads;

	MqttListenerContainerFactoryConfigurer(MqttConnectionProperties properties, MessageConverter messageConverter,
			MqttObservations observations, String connection, @Nullable MqttMessageRecoverer recoverer,
			@Nullable MqttOperations replyTemplate, @Nullable Validator validator,
			List<ContainerCustomizer> containerCustomizers) {
		this.properties = properties;
		this.messageConverter = messageConverter;
		this.observations = observations;
		this.connection = connection;
		this.recoverer = recoverer;
		this.replyTemplate = replyTemplate;
		this.validator = validator;
		this.containerCustomizers = containerCustomizers;
	}

	/**
	 * Set whether listeners with threads of their own have virtual ones.
	 * @param virtualThreads whether they have
	 */
	void setVirtualThreads(boolean virtualThreads) {
		this.virtualThreads = virtualThreads;
	}

	/**
	 * Set what changes messages before listeners get them.
	 * @param interceptor the interceptor, {@code null} for none
	 */
	void setInterceptor(@Nullable MqttMessageInterceptor interceptor) {
		this.interceptor = interceptor;
	}

	/**
	 * Return a configurer for the listeners of another connection.
	 * @param connection the name of the connection
	 * @param properties its properties
	 * @param replyTemplate publishes over it what listeners return
	 * @return a new configurer
	 */
	MqttListenerContainerFactoryConfigurer forConnection(String connection, MqttConnectionProperties properties,
			MqttOperations replyTemplate) {
		MqttListenerContainerFactoryConfigurer configurer = new MqttListenerContainerFactoryConfigurer(properties,
				this.messageConverter, this.observations, connection, this.recoverer, replyTemplate, this.validator,
				this.containerCustomizers);
		configurer.setInterceptor(this.interceptor);
		configurer.setVirtualThreads(this.virtualThreads);
		return configurer;
	}

	/**
	 * Configure the specified listener container factory. The factory can be further
	 * tuned and default settings can be overridden.
	 * @param factory the factory instance to configure
	 */
	public void configure(DefaultMqttListenerContainerFactory factory) {
		Assert.notNull(factory, "'factory' must not be null");
		MqttListenerProperties listener = this.properties.getListener();
		PropertyMapper map = PropertyMapper.get();
		map.from(this.messageConverter).to(factory::setMessageConverter);
		map.from(this.observations.listener(this.connection, this.properties)).to(factory::setObservations);
		MqttPropertiesMapper mapper = new MqttPropertiesMapper(this.properties);
		map.from(mapper::listenerQos).as(SubscribeOptions::of).to(factory::setSubscribeOptions);
		map.from(mapper::idleEventInterval).to(factory::setIdleEventInterval);
		map.from(mapper::batchSize).to(factory::setBatchSize);
		map.from(mapper::batchTimeout).to(factory::setBatchTimeout);
		map.from(listener::isAutoStartup).to(factory::setAutoStartup);
		map.from(listener::getGracefulShutdownPeriod).to(factory::setGracefulShutdownPeriod);
		map.from(listener::getStuckAfter).to(factory::setStuckAfter);
		map.from(this.virtualThreads).to(factory::setVirtualThreads);
		map.from(listener::getAckMode).to(factory::setAckMode);
		map.from(this.validator).to(factory::setValidator);
		map.from(this.interceptor).to(factory::setInterceptor);
		map.from(this.replyTemplate).to(factory::setReplyTemplate);
		MqttListenerFailureMapper failures = new MqttListenerFailureMapper(listener);
		map.from(failures::retryPolicy).to(factory::setRetryPolicy);
		map.from(() -> (this.recoverer != null) ? this.recoverer : failures.recoverer(factory.getClient()))
			.to(factory::setRecoverer);
		if (!this.containerCustomizers.isEmpty()) {
			factory.setContainerCustomizer((listenerId, container) -> this.containerCustomizers
				.forEach((customizer) -> customizer.configure(listenerId, container)));
		}
	}

}
