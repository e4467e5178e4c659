package io.topicwire.mqtt.spring.config;

import java.time.Duration;
import java.util.List;

import io.topicwire.mqtt.QoS;
import io.topicwire.mqtt.SubscribeOptions;
import io.topicwire.mqtt.client.MqttClient;
import io.topicwire.mqtt.spring.core.MqttOperations;
import io.topicwire.mqtt.spring.core.MqttTemplate;
import io.topicwire.mqtt.spring.core.ReplyPublisher;
import io.topicwire.mqtt.spring.event.MqttEventPublisher;
import io.topicwire.mqtt.spring.listener.AckMode;
import io.topicwire.mqtt.spring.listener.ContainerProperties;
import io.topicwire.mqtt.spring.listener.DefaultMqttMessageListenerContainer;
import io.topicwire.mqtt.spring.listener.InterceptedMqttBatchMessageListener;
import io.topicwire.mqtt.spring.listener.InterceptedMqttMessageListener;
import io.topicwire.mqtt.spring.listener.ListenerInstrumentation;
import io.topicwire.mqtt.spring.listener.MqttBatchMessageListener;
import io.topicwire.mqtt.spring.listener.MqttInvocationListener;
import io.topicwire.mqtt.spring.listener.MqttMessageFilter;
import io.topicwire.mqtt.spring.listener.MqttMessageHandlerMethodFactory;
import io.topicwire.mqtt.spring.listener.MqttMessageInterceptor;
import io.topicwire.mqtt.spring.listener.MqttMessageListener;
import io.topicwire.mqtt.spring.listener.MqttMessageListenerContainer;
import io.topicwire.mqtt.spring.listener.MqttMessageRecoverer;
import io.topicwire.mqtt.spring.listener.ReplyingMqttMessageListener;
import io.topicwire.mqtt.spring.observation.MqttListenerObservations;
import io.topicwire.mqtt.spring.support.PlainPayloadConverter;
import org.aopalliance.aop.Advice;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.NameMatchMethodPointcutAdvisor;
import org.springframework.aop.target.SingletonTargetSource;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.ApplicationEventPublisherAware;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.util.Assert;
import org.springframework.validation.Validator;

/**
 * {@link MqttListenerContainerFactory} for listeners on one {@link MqttClient}.
 *
 * @since 0.1.0
 */
public class DefaultMqttListenerContainerFactory
		implements MqttListenerContainerFactory, BeanFactoryAware, ApplicationEventPublisherAware {

	private final MqttClient client;

	private MessageConverter messageConverter = new PlainPayloadConverter();

	private SubscribeOptions subscribeOptions = SubscribeOptions.of(QoS.AT_LEAST_ONCE);

	private boolean autoStartup = true;

	private int phase;

	private Duration gracefulShutdownPeriod = Duration.ofSeconds(30);

	private MqttListenerObservations observations = MqttListenerObservations.NOOP;

	private AckMode ackMode = AckMode.AUTO;

	private @Nullable Duration idleEventInterval;

	private Duration stuckAfter = Duration.ofSeconds(60);

	private boolean virtualThreads;

	private @Nullable Integer concurrency;

	private @Nullable AsyncTaskExecutor taskExecutor;

	private int batchSize = 100;

	private Duration batchTimeout = Duration.ofSeconds(1);

	private @Nullable RetryPolicy retryPolicy;

	private @Nullable MqttMessageRecoverer recoverer;

	private @Nullable MqttMessageFilter filter;

	private @Nullable MqttMessageInterceptor interceptor;

	private Advice[] adviceChain = {};

	private @Nullable Validator validator;

	private @Nullable MqttOperations replyTemplate;

	private @Nullable ContainerCustomizer containerCustomizer;

	private @Nullable MqttInvocationListener invocationListener;

	private @Nullable ConfigurableBeanFactory beanFactory;

	private @Nullable MqttEventPublisher eventPublisher;

	/**
	 * Create a factory.
	 * @param client the client to subscribe with
	 */
	public DefaultMqttListenerContainerFactory(MqttClient client) {
		Assert.notNull(client, "'client' must not be null");
		this.client = client;
	}

	/**
	 * Return the client that listeners subscribe with.
	 * @return the client
	 */
	public MqttClient getClient() {
		return this.client;
	}

	/**
	 * Set what converts payloads to the types of parameters, and results of listeners to
	 * payloads; by default {@code byte[]} and text are all that is known.
	 * @param messageConverter the converter
	 */
	public void setMessageConverter(MessageConverter messageConverter) {
		Assert.notNull(messageConverter, "'messageConverter' must not be null");
		this.messageConverter = messageConverter;
	}

	/**
	 * Set the options of subscriptions whose listener does not say its own; QoS 1 and
	 * otherwise those of MQTT 3.1.1 by default.
	 * @param subscribeOptions the options
	 */
	public void setSubscribeOptions(SubscribeOptions subscribeOptions) {
		Assert.notNull(subscribeOptions, "'subscribeOptions' must not be null");
		this.subscribeOptions = subscribeOptions;
	}

	/**
	 * Set whether listeners that do not say so are started with the application;
	 * {@code true} by default.
	 * @param autoStartup whether they are
	 */
	public void setAutoStartup(boolean autoStartup) {
		this.autoStartup = autoStartup;
	}

	/**
	 * Set the phase of containers; 0 by default.
	 * @param phase the phase
	 * @see ContainerProperties#setPhase(int)
	 */
	public void setPhase(int phase) {
		this.phase = phase;
	}

	/**
	 * Set how long stopping a container waits for its listener to return; 30 seconds by
	 * default.
	 * @param gracefulShutdownPeriod the period, zero for not at all
	 */
	public void setGracefulShutdownPeriod(Duration gracefulShutdownPeriod) {
		Assert.notNull(gracefulShutdownPeriod, "'gracefulShutdownPeriod' must not be null");
		this.gracefulShutdownPeriod = gracefulShutdownPeriod;
	}

	/**
	 * Set how listeners are observed, and the name of the connection that their lines in
	 * the log have in the mapped diagnostic context; not at all and {@code default} by
	 * default.
	 * @param observations the observations
	 */
	public void setObservations(MqttListenerObservations observations) {
		Assert.notNull(observations, "'observations' must not be null");
		this.observations = observations;
	}

	/**
	 * Set when messages are acknowledged whose listener does not say so;
	 * {@link AckMode#AUTO} by default.
	 * @param ackMode the mode
	 */
	public void setAckMode(AckMode ackMode) {
		Assert.notNull(ackMode, "'ackMode' must not be null");
		this.ackMode = ackMode;
	}

	/**
	 * Set after how long without a message an event is published; never by default.
	 * @param idleEventInterval the interval
	 * @see ContainerProperties#setIdleEventInterval(Duration)
	 */
	public void setIdleEventInterval(@Nullable Duration idleEventInterval) {
		this.idleEventInterval = idleEventInterval;
	}

	/**
	 * Set how long a call of a listener with threads of its own may take before it is
	 * reported; 60 seconds by default.
	 * @param stuckAfter how long; zero for any time
	 * @see ContainerProperties#setStuckAfter(Duration)
	 */
	public void setStuckAfter(Duration stuckAfter) {
		Assert.notNull(stuckAfter, "'stuckAfter' must not be null");
		this.stuckAfter = stuckAfter;
	}

	/**
	 * Set whether listeners with threads of their own have virtual ones; {@code false} by
	 * default.
	 * @param virtualThreads whether they have
	 * @see ContainerProperties#setVirtualThreads(boolean)
	 */
	public void setVirtualThreads(boolean virtualThreads) {
		this.virtualThreads = virtualThreads;
	}

	/**
	 * Set how many messages each listener handles at once that does not say so.
	 * @param concurrency the number, at least 1, or {@code null} to let the threads of
	 * the client call listeners
	 * @see ContainerProperties#setConcurrency(Integer)
	 */
	public void setConcurrency(@Nullable Integer concurrency) {
		this.concurrency = concurrency;
	}

	/**
	 * Set what runs listeners.
	 * @param taskExecutor the executor
	 * @see ContainerProperties#setTaskExecutor(AsyncTaskExecutor)
	 */
	public void setTaskExecutor(@Nullable AsyncTaskExecutor taskExecutor) {
		this.taskExecutor = taskExecutor;
	}

	/**
	 * Set how many messages listeners that take batches are handed at most, unless they
	 * say so themselves; 100 by default.
	 * @param batchSize the number, from 1 to 1,000
	 * @see ContainerProperties#setBatchSize(int)
	 */
	public void setBatchSize(int batchSize) {
		this.batchSize = batchSize;
	}

	/**
	 * Set how long the first message of a batch waits for others, unless the listener
	 * says so itself; one second by default.
	 * @param batchTimeout the time, zero for batches of what came while the listener was
	 * busy
	 * @see ContainerProperties#setBatchTimeout(Duration)
	 */
	public void setBatchTimeout(Duration batchTimeout) {
		Assert.notNull(batchTimeout, "'batchTimeout' must not be null");
		this.batchTimeout = batchTimeout;
	}

	/**
	 * Set which failures are retried; none by default.
	 * @param retryPolicy the policy
	 * @see ContainerProperties#setRetryPolicy(RetryPolicy)
	 */
	public void setRetryPolicy(@Nullable RetryPolicy retryPolicy) {
		this.retryPolicy = retryPolicy;
	}

	/**
	 * Set what decides about messages that a listener could not handle; the client's
	 * failure policy by default.
	 * @param recoverer the recoverer
	 * @see ContainerProperties#setRecoverer(MqttMessageRecoverer)
	 */
	public void setRecoverer(@Nullable MqttMessageRecoverer recoverer) {
		this.recoverer = recoverer;
	}

	/**
	 * Set what keeps messages from listeners that have no filter of their own; nothing by
	 * default.
	 * @param filter the filter
	 */
	public void setFilter(@Nullable MqttMessageFilter filter) {
		this.filter = filter;
	}

	/**
	 * Set what changes messages before listeners get them; nothing by default.
	 * @param interceptor the interceptor
	 */
	public void setInterceptor(@Nullable MqttMessageInterceptor interceptor) {
		this.interceptor = interceptor;
	}

	/**
	 * Set what is called around listeners that do not say so themselves; nothing by
	 * default.
	 * @param adviceChain the advice, the first one outermost
	 * @see ContainerProperties#setAdviceChain(Advice...)
	 */
	public void setAdviceChain(Advice... adviceChain) {
		this.adviceChain = adviceChain.clone();
	}

	/**
	 * Set what validates payloads whose parameter is annotated with {@code @Valid} or
	 * {@link org.springframework.validation.annotation.Validated @Validated}; nothing by
	 * default. A payload that is not valid is a failure of the listener that is not
	 * retried.
	 * @param validator the validator
	 */
	public void setValidator(@Nullable Validator validator) {
		this.validator = validator;
	}

	/**
	 * Set what publishes the results of listeners; a {@link MqttTemplate} without
	 * settings on the client by default.
	 * @param replyTemplate publishes replies that were converted by the message converter
	 * of this factory
	 */
	public void setReplyTemplate(@Nullable MqttOperations replyTemplate) {
		this.replyTemplate = replyTemplate;
	}

	/**
	 * Return what is told about every call of a listener.
	 * @return the listener, or {@code null} if there is none
	 */
	public @Nullable MqttInvocationListener getInvocationListener() {
		return this.invocationListener;
	}

	/**
	 * Set what is told about every call of a listener; nothing by default.
	 * @param invocationListener the listener
	 */
	public void setInvocationListener(@Nullable MqttInvocationListener invocationListener) {
		this.invocationListener = invocationListener;
	}

	/**
	 * Set what changes the properties of each container before it is made; nothing by
	 * default. Only the post-processor of a listener comes after it.
	 * @param containerCustomizer the customizer
	 */
	public void setContainerCustomizer(@Nullable ContainerCustomizer containerCustomizer) {
		this.containerCustomizer = containerCustomizer;
	}

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.beanFactory = (beanFactory instanceof ConfigurableBeanFactory configurable) ? configurable : null;
	}

	@Override
	public void setApplicationEventPublisher(ApplicationEventPublisher applicationEventPublisher) {
		this.eventPublisher = new MqttEventPublisher(applicationEventPublisher);
	}

	@Override
	public MqttMessageListenerContainer createListenerContainer(MqttListenerEndpoint endpoint) {
		ContainerProperties properties = createProperties(endpoint);
		DefaultMqttMessageListenerContainer container = createListenerContainer(endpoint, properties);
		container.setEventPublisher(this.eventPublisher);
		return container;
	}

	private DefaultMqttMessageListenerContainer createListenerContainer(MqttListenerEndpoint endpoint,
			ContainerProperties properties) {
		MessageConverter own = endpoint.getMessageConverter();
		MessageConverter converter = (own != null) ? own : this.messageConverter;
		MqttMessageHandlerMethodFactory methodFactory = new MqttMessageHandlerMethodFactory(converter, this.beanFactory,
				this.validator);
		ListenerInstrumentation instrumentation = new ListenerInstrumentation(endpoint.getId(), endpoint.getTopics(),
				this.client, this.observations, this.invocationListener);
		List<Advice> adviceChain = properties.getAdviceChain();
		MqttMessageInterceptor interceptor = properties.getInterceptor();
		MqttBatchMessageListener batchListener = endpoint.createBatchListener(methodFactory);
		if (batchListener != null) {
			batchListener = (interceptor != null) ? new InterceptedMqttBatchMessageListener(batchListener, interceptor)
					: batchListener;
			return DefaultMqttMessageListenerContainer.ofBatches(endpoint.getId(), this.client,
					instrumentation
						.instrument(advise(batchListener, MqttBatchMessageListener.class, "onMessages", adviceChain)),
					properties);
		}
		MqttOperations operations = (this.replyTemplate != null) ? this.replyTemplate : new MqttTemplate(this.client);
		MqttMessageListener listener = new ReplyingMqttMessageListener(endpoint.createListener(methodFactory),
				new ReplyPublisher(operations, converter, endpoint.getReplyOptions()));
		listener = (interceptor != null) ? new InterceptedMqttMessageListener(listener, interceptor) : listener;
		return new DefaultMqttMessageListenerContainer(endpoint.getId(), this.client,
				instrumentation.instrument(advise(listener, MqttMessageListener.class, "onMessage", adviceChain)),
				properties);
	}

	private ContainerProperties createProperties(MqttListenerEndpoint endpoint) {
		ContainerProperties properties = new ContainerProperties(endpoint.getTopics());
		Boolean autoStartup = endpoint.getAutoStartup();
		properties.setSubscribeOptions(endpoint.getSubscribeOptions().withDefaults(this.subscribeOptions));
		properties.setAutoStartup((autoStartup != null) ? autoStartup : this.autoStartup);
		properties.setPhase(this.phase);
		properties.setGracefulShutdownPeriod(this.gracefulShutdownPeriod);
		properties.setAckMode(this.ackMode);
		properties.setIdleEventInterval(this.idleEventInterval);
		properties.setStuckAfter(this.stuckAfter);
		properties.setVirtualThreads(this.virtualThreads);
		properties.setConcurrency(this.concurrency);
		properties.setTaskExecutor(this.taskExecutor);
		properties.setBatchSize(this.batchSize);
		properties.setBatchTimeout(this.batchTimeout);
		properties.setRetryPolicy(this.retryPolicy);
		properties.setRecoverer(this.recoverer);
		properties.setFilter(this.filter);
		properties.setInterceptor(this.interceptor);
		properties.setAdviceChain(this.adviceChain);
		endpoint.customize(properties);
		if (this.containerCustomizer != null) {
			this.containerCustomizer.configure(endpoint.getId(), properties);
		}
		ContainerPostProcessor postProcessor = endpoint.getContainerPostProcessor();
		if (postProcessor != null) {
			postProcessor.postProcess(properties);
		}
		return properties;
	}

	private static <T> T advise(T listener, Class<T> type, String methodName, List<Advice> adviceChain) {
		if (adviceChain.isEmpty()) {
			return listener;
		}
		ProxyFactory factory = new ProxyFactory(type, new SingletonTargetSource(listener));
		for (Advice advice : adviceChain) {
			NameMatchMethodPointcutAdvisor advisor = new NameMatchMethodPointcutAdvisor(advice);
			advisor.setMappedName(methodName);
			factory.addAdvisor(advisor);
		}
		return type.cast(factory.getProxy(type.getClassLoader()));
	}

}
