package io.dbvitals.instrumentation.example;

import com.zaxxer.hikari.HikariDataSource;
import io.dbvitals.instrumentation.event.EventDelivery;
import io.dbvitals.instrumentation.handler.Slf4jHandler;
import io.dbvitals.instrumentation.pool.PoolMonitor;
import io.dbvitals.instrumentation.pool.hikari.HikariPools;
import io.dbvitals.instrumentation.pool.metrics.PoolMetrics;
import io.dbvitals.instrumentation.query.QueryMonitor;
import io.dbvitals.instrumentation.query.metrics.QueryMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
public class DatabaseMonitoring {
    @Bean
    EventDelivery databaseEvents() {
        return EventDelivery.to(Slf4jHandler.create());
    }

    @Bean
    PoolMonitor poolMonitor(EventDelivery databaseEvents) {
        return PoolMonitor.named("orders")
                .events(databaseEvents)
                .noteBorrowers()
                .start();
    }

    @Bean
    PoolMetrics poolMetrics(PoolMonitor poolMonitor, PrometheusRegistry registry) {
        PoolMetrics metrics = PoolMetrics.of(poolMonitor);
        registry.register(metrics);
        return metrics;
    }

    @Bean
    QueryMonitor queryMonitor(EventDelivery databaseEvents, PrometheusRegistry registry) {
        QueryMetrics metrics = QueryMetrics.create();
        registry.register(metrics);
        return QueryMonitor.builder()
                .slowAfter(Duration.ofMillis(500))
                .onSlow(databaseEvents::offer)
                .metrics(metrics)
                .build();
    }

    /** Spring Boot makes the pool; before anybody takes a connection of it, it gets its monitor. */
    @Bean
    static BeanPostProcessor monitoredPools(
            ObjectProvider<PoolMonitor> poolMonitor, ObjectProvider<QueryMonitor> queryMonitor) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessBeforeInitialization(Object bean, String name) {
                if (bean instanceof HikariDataSource pool) {
                    HikariPools.attach(pool, poolMonitor.getObject());
                }
                return bean;
            }

            /** Adds statements, and leaks with their borrowers, which HikariCP does not tell of. */
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof HikariDataSource pool
                        ? queryMonitor.getObject().watch(poolMonitor.getObject().watch((DataSource) pool))
                        : bean;
            }
        };
    }
}
