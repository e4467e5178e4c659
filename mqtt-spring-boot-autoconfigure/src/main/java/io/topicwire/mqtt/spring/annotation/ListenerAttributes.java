package io.topicwire.mqtt.spring.annotation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;

import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.RetainHandling;
import io.topicwire.mqtt.spring.config.ContainerPostProcessor;
import io.topicwire.mqtt.spring.config.ListenerSubscribeOptions;
import io.topicwire.mqtt.spring.config.MqttListenerConfigUtils;
import io.topicwire.mqtt.spring.config.MqttListenerContainerFactory;
import io.topicwire.mqtt.spring.core.ReplyOptions;
import io.topicwire.mqtt.spring.core.ReplyPostProcessor;
import io.topicwire.mqtt.spring.listener.AckMode;
import io.topicwire.mqtt.spring.listener.MqttListenerErrorHandler;
import io.topicwire.mqtt.spring.listener.MqttMessageFilter;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.format.annotation.DurationFormat;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.util.StringUtils;

/**
 * Reads the attributes of one annotation. What is wrong is reported with method,
 * attribute, value and what would be right.
 */
class ListenerAttributes {

	private final MqttListener annotation;

	private final String element;

	private final ExpressionResolver resolver;

	/**
	 * Create attributes.
	 * @param annotation the annotation
	 * @param element describes the method or class that it is on
	 * @param resolver resolves placeholders and expressions
	 */
	ListenerAttributes(MqttListener annotation, String element, ExpressionResolver resolver) {
		this.annotation = annotation;
		this.element = element;
		this.resolver = resolver;
	}

	@Nullable String id() {
		return read("id", this.annotation.id(), Function.identity());
	}

	/**
	 * Return the container factory, or its bean name, which may be told by the name of
	 * its connection.
	 * @return a {@link MqttListenerContainerFactory} or its bean name
	 */
	Object containerFactory() {
		String text = this.annotation.containerFactory();
		Object containerFactory = attempt("containerFactory", text,
				() -> this.resolver.resolveBeanOrName(text, MqttListenerContainerFactory.class));
		String connection = read("connection", this.annotation.connection(), Function.identity());
		if (containerFactory != null && connection != null) {
			throw new IllegalStateException(
					"@MqttListener on %s has both containerFactory = \"%s\" and connection = \"%s\"; remove one, as a container factory has its connection"
						.formatted(this.element, text, connection));
		}
		if (containerFactory != null) {
			return containerFactory;
		}
		return (connection != null) ? MqttListenerConfigUtils.getListenerContainerFactoryBeanName(connection)
				: MqttListenerConfigUtils.DEFAULT_MQTT_LISTENER_CONTAINER_FACTORY_BEAN_NAME;
	}

	@Nullable Boolean autoStartup() {
		return read("autoStartup", this.annotation.autoStartup(), ListenerAttributes::parseBoolean);
	}

	@Nullable String group() {
		return read("group", this.annotation.group(), Function.identity());
	}

	@Nullable AckMode ackMode() {
		return read("ackMode", this.annotation.ackMode(), ListenerAttributes::parseAckMode);
	}

	@Nullable Integer concurrency() {
		return read("concurrency", this.annotation.concurrency(), ListenerAttributes::parseConcurrency);
	}

	@Nullable Duration gracefulShutdownPeriod() {
		return read("gracefulShutdownPeriod", this.annotation.gracefulShutdownPeriod(),
				ListenerAttributes::parseDuration);
	}

	boolean batch() {
		boolean batch = Boolean.TRUE.equals(read("batch", this.annotation.batch(), ListenerAttributes::parseBoolean));
		if (!batch && (batchSize() != null || batchTimeout() != null)) {
			throw new IllegalStateException(
					"@MqttListener on %s has batchSize or batchTimeout but takes no batches; add batch = \"true\""
						.formatted(this.element));
		}
		return batch;
	}

	@Nullable Integer batchSize() {
		return read("batchSize", this.annotation.batchSize(), ListenerAttributes::parseBatchSize);
	}

	@Nullable Duration batchTimeout() {
		return read("batchTimeout", this.annotation.batchTimeout(), ListenerAttributes::parseBatchTimeout);
	}

	@Nullable AsyncTaskExecutor executor() {
		return readBean("executor", this.annotation.executor(), AsyncTaskExecutor.class);
	}

	@Nullable MqttListenerErrorHandler errorHandler() {
		return readBean("errorHandler", this.annotation.errorHandler(), MqttListenerErrorHandler.class);
	}

	@Nullable MessageConverter messageConverter() {
		return readBean("messageConverter", this.annotation.messageConverter(), MessageConverter.class);
	}

	@Nullable MqttMessageFilter filter() {
		return readBean("filter", this.annotation.filter(), MqttMessageFilter.class);
	}

	Advice @Nullable [] adviceChain() {
		List<Advice> adviceChain = new ArrayList<>();
		for (String text : this.annotation.adviceChain()) {
			Advice advice = readBean("adviceChain", text, Advice.class);
			if (advice != null) {
				adviceChain.add(advice);
			}
		}
		return (adviceChain.isEmpty()) ? null : adviceChain.toArray(Advice[]::new);
	}

	ReplyOptions replyOptions() {
		return new ReplyOptions(read("replyContentType", this.annotation.replyContentType(), Function.identity()),
				readBean("replyPostProcessor", this.annotation.replyPostProcessor(), ReplyPostProcessor.class));
	}

	@Nullable ContainerPostProcessor containerPostProcessor() {
		return readBean("containerPostProcessor", this.annotation.containerPostProcessor(),
				ContainerPostProcessor.class);
	}

	ListenerSubscribeOptions subscribeOptions() {
		return new ListenerSubscribeOptions(read("qos", this.annotation.qos(), ListenerAttributes::parseQos),
				read("noLocal", this.annotation.noLocal(), ListenerAttributes::parseBoolean),
				read("retainAsPublished", this.annotation.retainAsPublished(), ListenerAttributes::parseBoolean),
				read("retainHandling", this.annotation.retainHandling(), ListenerAttributes::parseRetainHandling));
	}

	List<TopicTemplate> topics() {
		String shareName = read("shareName", this.annotation.shareName(), ListenerAttributes::parseShareName);
		List<TopicTemplate> topics = new ArrayList<>();
		for (String text : this.annotation.topics()) {
			for (String topic : attempt("topics", text, () -> this.resolver.resolveAll(text))) {
				topics.add(attempt("topics", text,
						() -> TopicTemplate.of((shareName != null) ? "$share/" + shareName + "/" + topic : topic)));
			}
		}
		if (topics.isEmpty()) {
			throw new IllegalStateException(
					"@MqttListener on %s has no topics; name at least one topic filter such as \"plants/{plant}/state\""
						.formatted(this.element));
		}
		return topics;
	}

	private <T> @Nullable T read(String name, String text, Function<String, T> parser) {
		String value = attempt(name, text, () -> this.resolver.resolve(text));
		return (StringUtils.hasText(value)) ? attempt(name, text, () -> parser.apply(value)) : null;
	}

	private <T> @Nullable T readBean(String name, String text, Class<T> type) {
		return StringUtils.hasText(text) ? attempt(name, text, () -> this.resolver.resolveBean(text, type)) : null;
	}

	private <T extends @Nullable Object> T attempt(String name, String text, Supplier<T> action) {
		try {
			return action.get();
		}
		catch (RuntimeException ex) {
			throw new IllegalStateException("@MqttListener on %s has a bad attribute %s = \"%s\": %s"
				.formatted(this.element, name, text, ex.getMessage()), ex);
		}
	}

	private static String parseShareName(String value) {
		if (value.matches(".*[/+#].*")) {
			throw new IllegalArgumentException("'%s' must not have '/', '+' or '#'".formatted(value));
		}
		return value;
	}

	private static boolean parseBoolean(String value) {
		return switch (value.toLowerCase(Locale.ROOT)) {
			case "true" -> true;
			case "false" -> false;
			default -> throw new IllegalArgumentException("'%s' must be true or false".formatted(value));
		};
	}

	private static QoS parseQos(String value) {
		return switch (value) {
			case "0" -> QoS.AT_MOST_ONCE;
			case "1" -> QoS.AT_LEAST_ONCE;
			case "2" -> QoS.EXACTLY_ONCE;
			default -> throw new IllegalArgumentException("'%s' must be 0, 1 or 2".formatted(value));
		};
	}

	private static int parseConcurrency(String value) {
		int concurrency = value.matches("\\d{1,5}") ? Integer.parseInt(value) : 0;
		if (concurrency < 1) {
			throw new IllegalArgumentException("'%s' must be a number from 1 to 99999".formatted(value));
		}
		return concurrency;
	}

	private static int parseBatchSize(String value) {
		int batchSize = value.matches("\\d{1,4}") ? Integer.parseInt(value) : 0;
		if (batchSize < 1 || batchSize > 1000) {
			throw new IllegalArgumentException("'%s' must be a number from 1 to 1000".formatted(value));
		}
		return batchSize;
	}

	private static Duration parseBatchTimeout(String value) {
		Duration batchTimeout = parseDuration(value);
		if (batchTimeout.isNegative()) {
			throw new IllegalArgumentException("'%s' must not be negative".formatted(value));
		}
		return batchTimeout;
	}

	private static Duration parseDuration(String value) {
		return DurationFormatterUtils.detectAndParse(value, DurationFormat.Unit.MILLIS);
	}

	private static AckMode parseAckMode(String value) {
		try {
			return AckMode.valueOf(value.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("'%s' must be AUTO, MANUAL or NONE".formatted(value), ex);
		}
	}

	private static RetainHandling parseRetainHandling(String value) {
		try {
			return RetainHandling.valueOf(value.toUpperCase(Locale.ROOT));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException("'%s' must be SEND, SEND_IF_NEW or DO_NOT_SEND".formatted(value), ex);
		}
	}

}
