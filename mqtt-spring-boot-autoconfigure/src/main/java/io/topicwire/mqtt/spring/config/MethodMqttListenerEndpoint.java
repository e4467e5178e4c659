package io.topicwire.mqtt.spring.config;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import io.topicwire.mqtt.spring.core.ReplyOptions;
import io.topicwire.mqtt.spring.listener.AckMode;
import io.topicwire.mqtt.spring.listener.ContainerProperties;
import io.topicwire.mqtt.spring.listener.MethodMqttBatchMessageListener;
import io.topicwire.mqtt.spring.listener.MethodMqttMessageListener;
import io.topicwire.mqtt.spring.listener.MqttBatchMessageListener;
import io.topicwire.mqtt.spring.listener.MqttListenerErrorHandler;
import io.topicwire.mqtt.spring.listener.MqttMessageFilter;
import io.topicwire.mqtt.spring.listener.MqttMessageHandlerMethodFactory;
import io.topicwire.mqtt.spring.listener.MqttMessageListener;
import io.topicwire.mqtt.topic.TopicTemplate;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;
import org.springframework.util.Assert;

/**
 * {@link MqttListenerEndpoint} for a method of a bean.
 *
 * @since 0.1.0
 */
public class MethodMqttListenerEndpoint implements MqttListenerEndpoint {

	private final String id;

	private final Object bean;

	private final Method method;

	private final List<TopicTemplate> topics;

	private ListenerSubscribeOptions subscribeOptions = ListenerSubscribeOptions.DEFAULTS;

	private @Nullable Boolean autoStartup;

	private @Nullable String group;

	private @Nullable AckMode ackMode;

	private @Nullable Integer concurrency;

	private @Nullable Duration gracefulShutdownPeriod;

	private @Nullable AsyncTaskExecutor taskExecutor;

	private @Nullable MqttListenerErrorHandler errorHandler;

	private @Nullable TopicTemplate replyTopic;

	private @Nullable MessageConverter messageConverter;

	private ReplyOptions replyOptions = ReplyOptions.DEFAULTS;

	private @Nullable ContainerPostProcessor containerPostProcessor;

	private @Nullable MqttMessageFilter filter;

	private Advice @Nullable [] adviceChain;

	private boolean batch;

	private @Nullable Integer batchSize;

	private @Nullable Duration batchTimeout;

	/**
	 * Create an endpoint.
	 * @param id the identifier of the listener
	 * @param bean the bean
	 * @param method the method, invocable on the bean
	 * @param topics the topics; at least one
	 */
	public MethodMqttListenerEndpoint(String id, Object bean, Method method, List<TopicTemplate> topics) {
		Assert.hasText(id, "'id' must not be empty");
		Assert.notEmpty(topics, "'topics' must not be empty");
		this.id = id;
		this.bean = bean;
		this.method = method;
		this.topics = List.copyOf(topics);
	}

	@Override
	public String getId() {
		return this.id;
	}

	@Override
	public List<TopicTemplate> getTopics() {
		return this.topics;
	}

	@Override
	public ListenerSubscribeOptions getSubscribeOptions() {
		return this.subscribeOptions;
	}

	/**
	 * Set what the listener says about its subscriptions; nothing by default.
	 * @param subscribeOptions the options
	 */
	public void setSubscribeOptions(ListenerSubscribeOptions subscribeOptions) {
		this.subscribeOptions = subscribeOptions;
	}

	@Override
	public @Nullable Boolean getAutoStartup() {
		return this.autoStartup;
	}

	/**
	 * Set whether the listener is started with the application; left to the container
	 * factory by default.
	 * @param autoStartup whether it is
	 */
	public void setAutoStartup(@Nullable Boolean autoStartup) {
		this.autoStartup = autoStartup;
	}

	@Override
	public @Nullable String getGroup() {
		return this.group;
	}

	/**
	 * Set the name of the group that the container belongs to; none by default.
	 * @param group the name
	 */
	public void setGroup(@Nullable String group) {
		this.group = group;
	}

	/**
	 * Set when messages are acknowledged; left to the container factory by default.
	 * @param ackMode the mode
	 */
	public void setAckMode(@Nullable AckMode ackMode) {
		this.ackMode = ackMode;
	}

	/**
	 * Set how many messages are handled at once; left to the container factory by
	 * default.
	 * @param concurrency the number, at least 1
	 */
	public void setConcurrency(@Nullable Integer concurrency) {
		this.concurrency = concurrency;
	}

	/**
	 * Set how long stopping waits for the listener; left to the container factory by
	 * default.
	 * @param gracefulShutdownPeriod the period
	 */
	public void setGracefulShutdownPeriod(@Nullable Duration gracefulShutdownPeriod) {
		this.gracefulShutdownPeriod = gracefulShutdownPeriod;
	}

	/**
	 * Set what runs the listener; left to the container factory by default.
	 * @param taskExecutor the executor
	 */
	public void setTaskExecutor(@Nullable AsyncTaskExecutor taskExecutor) {
		this.taskExecutor = taskExecutor;
	}

	@Nullable MqttListenerErrorHandler getErrorHandler() {
		return this.errorHandler;
	}

	/**
	 * Set what handles exceptions of the method; none by default.
	 * @param errorHandler the error handler
	 */
	public void setErrorHandler(@Nullable MqttListenerErrorHandler errorHandler) {
		this.errorHandler = errorHandler;
	}

	/**
	 * Set where results of the method are sent to if a message does not say so; nowhere
	 * by default.
	 * @param replyTopic the topic, made of the levels that the topic template of the
	 * message names
	 */
	public void setReplyTopic(@Nullable TopicTemplate replyTopic) {
		this.replyTopic = replyTopic;
	}

	@Override
	public @Nullable MessageConverter getMessageConverter() {
		return this.messageConverter;
	}

	/**
	 * Set what converts payloads, and results of the method; left to the container
	 * factory by default.
	 * @param messageConverter the converter
	 */
	public void setMessageConverter(@Nullable MessageConverter messageConverter) {
		this.messageConverter = messageConverter;
	}

	@Override
	public ReplyOptions getReplyOptions() {
		return this.replyOptions;
	}

	/**
	 * Set what is to be said about results of the method that are sent; nothing by
	 * default.
	 * @param replyOptions the options
	 */
	public void setReplyOptions(ReplyOptions replyOptions) {
		Assert.notNull(replyOptions, "'replyOptions' must not be null");
		this.replyOptions = replyOptions;
	}

	@Override
	public @Nullable ContainerPostProcessor getContainerPostProcessor() {
		return this.containerPostProcessor;
	}

	/**
	 * Set what has the last word about the container; nothing by default.
	 * @param containerPostProcessor the post-processor
	 */
	public void setContainerPostProcessor(@Nullable ContainerPostProcessor containerPostProcessor) {
		this.containerPostProcessor = containerPostProcessor;
	}

	/**
	 * Set what keeps messages from the method; left to the container factory by default.
	 * @param filter the filter
	 */
	public void setFilter(@Nullable MqttMessageFilter filter) {
		this.filter = filter;
	}

	/**
	 * Set what is called around the method; left to the container factory by default.
	 * @param adviceChain the advice, the first one outermost
	 */
	public void setAdviceChain(Advice @Nullable [] adviceChain) {
		this.adviceChain = adviceChain;
	}

	/**
	 * Set whether the method is called for batches; for each message by default.
	 * @param batch whether it is
	 */
	public void setBatch(boolean batch) {
		this.batch = batch;
	}

	/**
	 * Set how many messages a batch has at most; left to the container factory by
	 * default.
	 * @param batchSize the number, from 1 to 1,000
	 */
	public void setBatchSize(@Nullable Integer batchSize) {
		this.batchSize = batchSize;
	}

	/**
	 * Set how long the first message of a batch waits for others; left to the container
	 * factory by default.
	 * @param batchTimeout the time, zero for batches of what came while the method was
	 * busy
	 */
	public void setBatchTimeout(@Nullable Duration batchTimeout) {
		this.batchTimeout = batchTimeout;
	}

	@Override
	public void customize(ContainerProperties properties) {
		setIfPresent(this.filter, properties::setFilter);
		setIfPresent(this.adviceChain, properties::setAdviceChain);
		setIfPresent(this.ackMode, properties::setAckMode);
		setIfPresent(this.concurrency, properties::setConcurrency);
		setIfPresent(this.gracefulShutdownPeriod, properties::setGracefulShutdownPeriod);
		setIfPresent(this.taskExecutor, properties::setTaskExecutor);
		setIfPresent(this.batchSize, properties::setBatchSize);
		setIfPresent(this.batchTimeout, properties::setBatchTimeout);
	}

	private static <T> void setIfPresent(@Nullable T value, Consumer<T> setter) {
		if (value != null) {
			setter.accept(value);
		}
	}

	@Override
	public @Nullable MqttBatchMessageListener createBatchListener(MessageHandlerMethodFactory methodFactory) {
		if (!this.batch) {
			return null;
		}
		Assert.state(
				this.errorHandler == null && this.replyTopic == null && this.replyOptions.equals(ReplyOptions.DEFAULTS),
				() -> "Listener method %s is called for batches, so that it can have neither errorHandler nor @SendTo, replyContentType or replyPostProcessor; use adviceChain, or send from within the method"
					.formatted(this.method.toGenericString()));
		Assert.isInstanceOf(MqttMessageHandlerMethodFactory.class, methodFactory,
				"Methods are called for batches only with a MqttMessageHandlerMethodFactory: ");
		return new MethodMqttBatchMessageListener(this.bean, this.method,
				(MqttMessageHandlerMethodFactory) methodFactory);
	}

	@Override
	public MqttMessageListener createListener(MessageHandlerMethodFactory methodFactory) {
		return new MethodMqttMessageListener(methodFactory.createInvocableHandlerMethod(this.bean, this.method),
				this.replyTopic, this.errorHandler);
	}

}
